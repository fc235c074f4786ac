import { describe, expect, test } from '@jest/globals';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { parseExactJson } from './exact-json.ts';
import { readNewestRate } from './nbp.contract.ts';

const asked = { currency: 'EUR', days: { from: '2026-11-13', to: '2026-11-22' } };
const broken = (problem: string) => new DomainError('UPSTREAM_CONTRACT_BROKEN', problem);

function answer(mid: string, { date = '2026-11-20', no = '225/A/NBP/2026', table = 'A', code = 'EUR' } = {}): string {
    const rate = `{"no":"${no}","effectiveDate":"${date}","mid":${mid}}`;
    return `{"table":"${table}","currency":"euro","code":"${code}","rates":[${rate}]}`;
}

function read(text: string, currency = 'EUR') {
    return readNewestRate(parseExactJson(text), { ...asked, currency }, broken);
}

function codeOf(work: () => unknown): string {
    try {
        work();
    } catch (error) {
        return error instanceof DomainError ? error.code : String(error);
    }
    return 'none';
}

describe('a rate of table A', () => {
    test.each([
        ['4.2531', 4_253_100_000n], ['4', 4_000_000_000n], ['4.0', 4_000_000_000n], ['0.024137', 24_137_000n],
        ['0.0241370000', 24_137_000n], ['0.00022634', 226_340n], ['0.000000001', 1n],
        ['1234.567891234', 1_234_567_891_234n], ['999999.999999999', 999_999_999_999_999n]
    ])('%s is read to the last digit', (mid, rateNanos) => {
        expect(read(answer(mid))).toEqual({ rateNanos, date: '2026-11-20', source: 'nbp-a', table: '225/A/NBP/2026' });
    });

    test('with more decimals than an invoice keeps is refused, not rounded', () => {
        expect(() => read(answer('0.0002263412', { code: 'IDR' }), 'IDR'))
            .toThrow(/^exchangeRate is needed: NBP quotes IDR with more than 9 decimals \(0\.0002263412\)/);
        expect(codeOf(() => read(answer('0.0000000001')))).toBe('EXCHANGE_RATE_MISSING');
    });

    test('is the newest of several, in whatever order they come', () => {
        const row = (no: string, date: string, mid: string) =>
            `{"no":"${no}/A/NBP/2026","effectiveDate":"${date}","mid":${mid}}`;
        const rows = [
            row('223', '2026-11-18', '4.1'), row('225', '2026-11-20', '4.3'), row('224', '2026-11-19', '4.2')
        ];
        const text = (order: readonly string[]) => `{"table":"A","code":"EUR","rates":[${order.join()}]}`;

        for (const order of [rows, rows.toReversed(), rows.toSorted()]) {
            expect(read(text(order)))
                .toMatchObject({ rateNanos: 4_300_000_000n, date: '2026-11-20', table: '225/A/NBP/2026' });
        }
    });
});

describe('an answer breaks the contract', () => {
    test.each([
        ['with a rate of zero', answer('0')], ['with a rate of 0.0000', answer('0.0000')],
        ['with a negative rate', answer('-4.25')], ['with a rate in powers', answer('4.25e0')],
        ['with a rate as text', answer('"4.25"')], ['with no rate', answer('null')],
        ['with a rate beyond all measure', answer('1000000')],
        ['with a rate of a thousand digits', answer('9'.repeat(1_000))],
        ['about another currency', answer('4.25', { code: 'USD' })],
        ['of another table', answer('4.25', { table: 'C' })],
        ['with a table of another kind', answer('4.25', { no: '225/B/NBP/2026' })],
        ['with no number of a table', answer('4.25', { no: 'hunter2' })],
        ['with the day after', answer('4.25', { date: '2026-11-23' })],
        ['with a day too early', answer('4.25', { date: '2026-11-12' })],
        ['with a day that is none', answer('4.25', { date: 'yesterday' })],
        ['with an empty list', '{"table":"A","code":"EUR","rates":[]}'],
        ['without a list', '{"table":"A","code":"EUR"}'],
        ['with an object for a list', '{"table":"A","code":"EUR","rates":{"0":{}}}'],
        ['with nothing in the list', '{"table":"A","code":"EUR","rates":[null]}'],
        ['as a list', '[]'], ['as null', 'null'], ['as a number', '4.25'], ['as an empty object', '{}']
    ])('%s', (_case, text) => {
        expect(codeOf(() => read(text))).toBe('UPSTREAM_CONTRACT_BROKEN');
    });
});
