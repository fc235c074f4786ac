import { describe, expect, test } from '@jest/globals';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

function setCounter(organisationId: string, series: string, to: number) {
    return onDatabase(service.databaseUrl,
        'UPDATE numbering_series SET last_number = $3 WHERE organisation_id = $1 AND id = $2',
        [organisationId, series, to]);
}

/** Numbers of invoices that are issued one after the other, on these dates. */
async function numbersOn(organisation: GivenOrganisation, dates: readonly string[]): Promise<readonly string[]> {
    const numbers: string[] = [];
    for (const issueDate of dates) numbers.push((await organisation.issued({ issueDate })).invoiceNumber);
    return numbers;
}

describe('series', () => {
    test('a pattern with a month counts anew each month', async () => {
        const numbers = await numbersOn(organisation, ['2025-11-01', '2026-10-31', '2026-11-01', '2026-11-23']);

        expect(numbers).toEqual(['FV/2025/11/0001', 'FV/2026/10/0001', 'FV/2026/11/0001', 'FV/2026/11/0002']);
        const { data } = (await organisation.call('GET', '/invoices/numbering')).body;
        expect(data.map(({ id, lastNumber }: { id: string; lastNumber: number }) => [id, lastNumber]))
            .toEqual([['vat_invoice-2026-11', 2], ['vat_invoice-2026-10', 1], ['vat_invoice-2025-11', 1]]);
    });

    test('a pattern with a year alone counts anew each year', async () => {
        await organisation.profile({ numberPatterns: { vat_invoice: 'F-{N}-{YY}' } });

        const numbers = await numbersOn(organisation, ['2025-11-30', '2025-12-31', '2026-01-01']);

        expect(numbers).toEqual(['F-1-25', 'F-2-25', 'F-1-26']);
        expect(await organisation.audit('vat_invoice-2025'))
            .toMatchObject({ first: 'F-1-25', last: 'F-2-25', count: 2 });
    });

    test('a pattern without a date never counts anew', async () => {
        await organisation.profile({ numberPatterns: { vat_invoice: 'Faktura {NNNNNN}' } });

        const numbers = await numbersOn(organisation, ['2025-12-31', '2026-01-01']);

        expect(numbers).toEqual(['Faktura 000001', 'Faktura 000002']);
        expect(await organisation.audit('vat_invoice-all')).toMatchObject({ count: 2, gapless: true });
    });

    test('each document type and each organisation has its own', async () => {
        const other = await givenOrganisation(service);
        await organisation.issued();

        const proforma = await organisation.issued({ invoiceType: 'proforma' });
        const ofOther = await other.issued();

        expect(proforma.invoiceNumber).toBe('PF/2026/11/0001');
        expect(ofOther.invoiceNumber).toBe('FV/2026/11/0001');
        expect((await other.call('GET', '/invoices/numbering')).body.data).toHaveLength(1);
    });

    test('a pattern that is changed in the middle of a month counts on', async () => {
        await organisation.issued();
        await organisation.profile({ numberPatterns: { vat_invoice: '{MM}-{YY}/{NNN}/A' } });

        const issued = await organisation.issued();

        expect(issued.invoiceNumber).toBe('11-26/002/A');
        expect(await organisation.audit('vat_invoice-2026-11'))
            .toMatchObject({ first: 'FV/2026/11/0001', last: '11-26/002/A', count: 2, gapless: true });
    });

    test('a pattern that prints a number of another series again is refused, and uses no number up', async () => {
        await organisation.issued();
        // By year now, but it prints as the month's series did.
        await organisation.profile({ numberPatterns: { vat_invoice: 'FV/{YYYY}/11/{NNNN}' } });
        const draft = await organisation.draft();

        const refused = await organisation.issue(draft.id);

        expect(refused.status).toBe(409);
        expect(refused.body.code).toBe('NUMBER_TAKEN');
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.status).toBe('draft');
        const { data } = (await organisation.call('GET', '/invoices/numbering')).body;
        expect(data.map(({ id, lastNumber }: { id: string; lastNumber: number }) => [id, lastNumber]))
            .toEqual([['vat_invoice-2026-11', 1]]);
        await organisation.profile({});
        expect((await organisation.issue(draft.id)).body.invoiceNumber).toBe('FV/2026/11/0002');
    });

    test('past 9999 the number grows by a digit, stays unique and sorts after 9999', async () => {
        await organisation.issued();
        await setCounter(organisation.id, 'vat_invoice-2026-11', 9_997);

        const numbers = await numbersOn(organisation, Array(4).fill('2026-11-23'));

        expect(numbers).toEqual(['FV/2026/11/9998', 'FV/2026/11/9999', 'FV/2026/11/10000', 'FV/2026/11/10001']);
        const listed = await organisation.call('GET', '/invoices?sortBy=invoiceNumber&sortOrder=asc');
        expect(listed.body.data.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber))
            .toEqual(['FV/2026/11/0001', ...numbers]);
        const preview = await organisation.call('POST', '/invoices/generate-number/vat_invoice');
        expect(preview.body.invoiceNumber).toBe('FV/2026/11/10002');
    });

    test('the audit tells the truth about a database that was changed behind its back', async () => {
        await organisation.issued();
        await setCounter(organisation.id, 'vat_invoice-2026-11', 11);

        const audit = await organisation.audit('vat_invoice-2026-11');

        expect(audit)
            .toMatchObject({ count: 1, gaps: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11], duplicates: [], gapless: false });
    });

    test.each([
        'vat_invoice-2026-10', 'proforma-all'
    ])('the audit of %s, which has no document, does not exist', async (series) => {
        await organisation.issued();

        const answer = await organisation.call('GET', `/invoices/numbering/${series}/audit`);

        expect(answer.status).toBe(404);
        expect(answer.body.code).toBe('SERIES_NOT_FOUND');
    });

    test('the audit of another organisation\'s series does not exist', async () => {
        const other = await givenOrganisation(service);
        await organisation.issued();

        const answer = await other.call('GET', '/invoices/numbering/vat_invoice-2026-11/audit');

        expect(answer.status).toBe(404);
    });
});

describe('the preview of a number', () => {
    test('it is the next number, and asking reserves nothing', async () => {
        const previews = await Promise.all(Array.from({ length: 5 }, () => organisation.call(
            'POST', '/invoices/generate-number/vat_invoice')));

        const issued = await organisation.issued();

        expect(previews.map(({ status, body }) => [status, body]))
            .toEqual(Array(5).fill([
                201, { invoiceNumber: 'FV/2026/11/0001', invoiceType: 'vat_invoice', reserved: false }
            ]));
        expect(issued.invoiceNumber).toBe('FV/2026/11/0001');
        expect((await organisation.call('POST', '/invoices/generate-number/vat_invoice')).body.invoiceNumber)
            .toBe('FV/2026/11/0002');
    });

    test.each([
        ['proforma', 'PF/2026/11/0001'], ['corrective', 'FK/2026/11/0001']
    ])('of a %s it is %s', async (type, invoiceNumber) => {
        const preview = await organisation.call('POST', `/invoices/generate-number/${type}`);

        expect(preview.body).toEqual({ invoiceNumber, invoiceType: type, reserved: false });
        expect((await organisation.call('GET', '/invoices/numbering')).body.data).toEqual([]);
    });

    test('of an unknown type it is refused by name', async () => {
        const answer = await organisation.call('POST', '/invoices/generate-number/receipt');

        expect(answer.status).toBe(400);
        expect(answer.body.errors[0].path).toBe('invoiceType');
    });
});

describe('number patterns', () => {
    test.each([
        ['without a counter', { vat_invoice: 'FV/{YYYY}/{MM}' }, 'numberPatterns.vat_invoice'],
        ['with two counters', { vat_invoice: '{NN}/{NN}' }, 'numberPatterns.vat_invoice'],
        ['with a month but no year', { proforma: 'PF/{MM}/{NNN}' }, 'numberPatterns.proforma'],
        ['that counts by day', { vat_invoice: '{YYYY}{MM}{DD}/{N}' }, 'numberPatterns.vat_invoice'],
        ['with a letter that breaks JSON', { vat_invoice: '"{YYYY}/{NNNN}' }, 'numberPatterns.vat_invoice'],
        ['that two types share', { vat_invoice: 'X/{NNNN}', proforma: 'X/{NNNN}' }, 'numberPatterns.proforma']
    ])('a pattern %s is refused by name', async (_what, numberPatterns, path) => {
        const answer = await organisation.profile({ numberPatterns });

        expect(answer.status).toBe(400);
        expect(answer.body.errors[0].path).toBe(path);
    });

    test('letters of any alphabet are printed as they are, in the answer and in the kept one', async () => {
        await organisation.profile({ numberPatterns: { vat_invoice: 'Żółć.{NN}-{YYYY}' } });
        const draft = await organisation.draft();

        const first = await organisation.issue(draft.id, undefined, { 'idempotency-key': 'a' });
        const again = await organisation.issue(draft.id, undefined, { 'idempotency-key': 'a' });

        expect(first.body.invoiceNumber).toBe('Żółć.01-2026');
        expect(again.text).toBe(first.text);
    });
});
