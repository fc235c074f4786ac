import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomDraft } from '../../../test/support/random-invoice.ts';
import { recomputeExplanation } from '../../../test/support/recompute-explanation.ts';
import { breakDownLines } from '../../domain/totals/vat-breakdown.ts';
import { inBothCurrencies } from '../../domain/invoices/exchange.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { invoiceDocument } from '../../domain/invoices/invoice.document.ts';
import { explanationAnswer } from './explain.answers.ts';
import { explain } from './explanation.ts';

/** Explanation as a stranger sees it: JSON with amounts as text only. */
const answered = (invoice: Invoice) => JSON.parse(JSON.stringify(explain(invoice)));

const rateOf = (rateNanos: bigint) => ({ rateNanos, date: '2026-11-20', source: 'manual' });
/** Random documents as they are frozen, at rates of few and of all decimals. */
const randomIssued = fc.tuple(randomDraft, fc.oneof(
    fc.constantFrom(4_321_500_000n, 5_000_000_000n, 1n), fc.bigInt({ min: 1n, max: 10n ** 11n })))
    .map(([draft, rateNanos]) =>
        ({ ...inBothCurrencies(draft, 'PLN', rateOf(rateNanos)), issuedAt: draft.createdAt }));
/** The example as if it were in euros. */
const foreign = inBothCurrencies({ ...exampleIssued, taxPoints: null, currency: 'EUR' }, 'PLN', rateOf(4_321_512_345n));

const corrective = correctiveOf(exampleIssued);
const foreignCorrective = inBothCurrencies({ ...corrective, currency: 'EUR' }, 'PLN', rateOf(4_250_000_000n));

/** Corrective of an invoice's first line, whose net falls to 1.00. */
function correctiveOf(invoice: Invoice): Invoice {
    const [first] = invoice.lines;
    if (first === undefined) throw new Error('the example has no lines');
    const { netMinor, vatMinor, grossMinor } = first.totals;
    return {
        ...invoice, netMinor: 100n - netMinor, vatMinor: 23n - vatMinor, grossMinor: 123n - grossMinor,
        invoiceType: 'corrective', taxPoints: null,
        correction: {
            invoiceId: invoice.id, invoiceNumber: 'FV/2026/11/0042', invoiceIssueDate: '2026-11-23', sequence: 1,
            reason: 'Zwrot', customerId: invoice.id, vatBefore: breakDownLines(invoice.lines).map((row) =>
                ({ ...row, rule: 'general', date: '2026-11-23' }))
        },
        lines: [
            {
                ...first, correction: { lineId: first.id, part: 'before' },
                totals: { ...first.totals, netMinor: -netMinor, vatMinor: -vatMinor, grossMinor: -grossMinor }
            },
            {
                ...first, correction: { lineId: first.id, part: 'after' },
                totals: { ...first.totals, netMinor: 100n, vatMinor: 23n, grossMinor: 123n }
            }
        ]
    };
}

describe('an explanation', () => {
    test('recomputed by a stranger from its JSON alone, every line, rate and total comes to the same cents as the stored ones', () => {
        fc.assert(fc.property(randomIssued, (invoice) => {
            const explanation = answered(invoice);
            const { items, vatBreakdown, ...stored } = invoiceDocument(invoice);

            expect(recomputeExplanation(explanation)).toEqual([]);
            expect(explanation).toMatchObject({ matchesStored: true, differences: [] });
            // eslint-disable-next-line @typescript-eslint/no-explicit-any
            expect(explanation.lines.map(({ amounts: { net, vat, gross } }: any) => [net, vat, gross]))
                .toEqual(items.map(({ totalNet, totalVAT, totalGross }) => [totalNet, totalVAT, totalGross]));
            expect(explanation.vatBreakdown).toMatchObject(
                vatBreakdown.map(({ vatCategory, net, vat, gross }) => ({ vatCategory, net, vat, gross })));
            expect(explanation.totals)
                .toMatchObject({ net: stored.totalNet, vat: stored.totalVAT, gross: stored.totalGross });
            expect(explanation.exchange?.totalVATInVatCurrency ?? null).toBe(stored.totalVATInVatCurrency);
            // eslint-disable-next-line @typescript-eslint/no-explicit-any
            expect(explanation.exchange?.rates.map((row: any) => row.vatInVatCurrency) ?? vatBreakdown.map(() => null))
                .toEqual(vatBreakdown.map((row) => row.vatInVatCurrency));
            expect(explanation.lines.every(({ price }: { price: { agrees: boolean } }) => price.agrees)).toBe(true);
        }), { numRuns: 600 });
    });

    test('is an answer that the route may give', () => {
        fc.assert(fc.property(randomIssued, (invoice) => {
            expect(explanationAnswer.validate(answered(invoice), { convert: false }).error).toBeUndefined();
        }), { numRuns: 100 });
    });

    test('names every stored amount that does not follow from the stored inputs', () => {
        const [first, ...rest] = exampleIssued.lines;
        if (first === undefined) throw new Error('the example has no lines');
        const tampered = {
            ...exampleIssued, grossMinor: exampleIssued.grossMinor + 1n,
            lines: [{ ...first, totals: { ...first.totals, vatMinor: first.totals.vatMinor - 1n } }, ...rest]
        };

        const explanation = answered(tampered);

        expect(explanation.matchesStored).toBe(false);
        expect(explanation.differences).toEqual([
            { path: 'lines[0].amounts.vat', computed: '419.45', stored: '419.44' },
            { path: 'totals.gross', computed: '2661.73', stored: '2661.74' }
        ]);
        expect(recomputeExplanation(explanation)).toEqual([]);
    });

    test('names a VAT total in the VAT currency that does not follow from the rate', () => {
        const explanation = answered({ ...foreign, vatInVatCurrencyMinor: (foreign.vatInVatCurrencyMinor ?? 0n) + 1n });

        expect(explanation).toMatchObject({
            matchesStored: false, exchange: {
                exchangeRate: '4.321512345', exchangeRateDate: '2026-11-20',
                rates: [{ vat: '497.72', vatInVatCurrency: '2150.90' }]
            }
        });
        expect(explanation.differences)
            .toEqual([{ path: 'exchange.totalVATInVatCurrency', computed: '2150.90', stored: '2150.91' }]);
        expect(answered(exampleIssued).exchange).toBeNull();
    });

    test('says that a price is no longer the one its source gave', () => {
        const [first, ...rest] = exampleIssued.lines;
        if (first === undefined) throw new Error('the example has no lines');

        const explanation = answered({
            ...exampleIssued, lines: [{ ...first, priceSource: { ...first.priceSource, netPrice: '1800.00' } }, ...rest]
        });

        expect(explanation.lines.map(({ price }: { price: { agrees: boolean } }) => price.agrees))
            .toEqual([false, true]);
    });

    test('of a corrective adds each pair up to what it changes, and the pairs to the totals', () => {
        const explanation = answered(corrective);

        expect(recomputeExplanation(explanation)).toEqual([]);
        expect(explanationAnswer.validate(explanation, { convert: false }).error).toBeUndefined();
        expect(explanation).toMatchObject({
            matchesStored: true, lines: [], documentDiscount: null,
            correction: { pairs: [{
                before: { net: '-1823.72' }, after: { net: '1.00' }, net: '-1822.72', vat: '-419.22', gross: '-2241.94'
            }] },
            totals: { net: '-1822.72', vat: '-419.22', gross: '-2241.94' }
        });
        expect(answered({ ...corrective, netMinor: 1n }).differences)
            .toEqual([{ path: 'totals.net', computed: '-1822.72', stored: '0.01' }]);
    });

    test('of a corrective in a foreign currency takes the exchanged VAT before it from the exchanged VAT after it',
        () => {
            const explanation = answered(foreignCorrective);

            expect(recomputeExplanation(explanation, [answered(foreign)])).toEqual([]);
            expect(explanationAnswer.validate(explanation, { convert: false }).error).toBeUndefined();
            // The difference exchanged by itself, 419.22 × 4.25, would be 1781.69.
            expect(explanation).toMatchObject({
                matchesStored: true,
                exchange: {
                    totalVATInVatCurrency: '-1781.68',
                    rates: [{
                        vat: '-419.22', vatInVatCurrency: '-1781.68', steps: [
                            { step: 'vatAfter', inputs: { vatBefore: '497.72', vat: '-419.22' }, result: '78.50' },
                            { step: 'vatBeforeInVatCurrency', inputs: { vat: '497.72' }, result: '2115.31' },
                            { step: 'vatAfterInVatCurrency', inputs: { vat: '78.50' }, result: '333.63' },
                            {
                                step: 'vatInVatCurrency',
                                inputs: { before: '2115.31', after: '333.63' }, result: '-1781.68'
                            }
                        ]
                    }]
                }
            });
        });

    test('of a draft without lines keeps the discount waiting', () => {
        const explanation = answered({
            ...exampleIssued, number: null, lines: [], netMinor: 0n, vatMinor: 0n, grossMinor: 0n,
            discountAmountMinor: 1_000n
        });

        expect(explanation).toMatchObject({
            matchesStored: true, lines: [], documentDiscount: { amount: '0.00', waitingAmount: '10.00' }
        });
        expect(recomputeExplanation(explanation)).toEqual([]);
    });
});

describe('the stranger', () => {
    const explanation = answered(foreign);
    const explained = ['lines', 'vatBreakdown', 'totals', 'exchange', 'settlement'].flatMap((part) =>
        textsOf(explanation, part));
    const texts = [...explained, ...textsOf(explanation, 'documentDiscount.steps')];

    test('notices every figure of the example that is not what it should be', () => {
        expect(texts.length).toBeGreaterThan(100);
        expect(unnoticed(explanation, texts)).toEqual([]);
    });

    test('notices every figure of the VAT of a corrective in the VAT currency that is not what it should be', () => {
        const ofCorrective = answered(foreignCorrective);

        expect(unnoticed(ofCorrective, textsOf(ofCorrective, 'exchange'), [explanation])).toEqual([]);
    });
});

type Place = readonly [path: string, text: string];

// eslint-disable-next-line @typescript-eslint/no-explicit-any
function textsOf(explanation: any, part: string): readonly Place[] {
    const texts: [string, string][] = [];
    collect(part.split('.').reduce((value, name) => value[name], explanation), part, texts);
    return texts;
}

/** Paths of the figures whose change the stranger would not notice. */
function unnoticed(explanation: unknown, texts: readonly Place[], earlier: readonly unknown[] = []): readonly string[] {
    return texts.filter(([path, text]) => {
        const changed = structuredClone(explanation);
        const names = path.split('.');
        const last = names.pop() ?? '';
        // eslint-disable-next-line @typescript-eslint/no-explicit-any
        const holder = names.reduce((value, name) => value[name], changed as any);
        holder[last] = text.includes('/') ? '1/7' : `${text}${text.includes('.') ? '' : '.'}1`;
        return faultsOf(changed, earlier).length === 0;
    }).map(([path]) => path);
}

function faultsOf(explanation: unknown, earlier: readonly unknown[]): readonly string[] {
    try {
        return recomputeExplanation(explanation, earlier);
    } catch (error) {
        return [String(error)];
    }
}

/** Every number of a part of an explanation, with its path. */
function collect(value: unknown, path: string, into: [string, string][]): void {
    if (typeof value === 'string' && /^-?\d+([./]\d+)?$/.test(value)) into.push([path, value]);
    if (typeof value === 'object' && value !== null) {
        for (const [name, member] of Object.entries(value)) {
            if (!['source', 'itemId'].includes(name)) collect(member, `${path}.${name}`, into);
        }
    }
}
