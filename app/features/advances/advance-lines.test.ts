import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AdvanceInvoiceLink } from '../../domain/invoices/advance.ts';
import { breakdownOf } from '../../domain/invoices/deduction.ts';
import { newDraft } from '../../domain/invoices/draft.ts';
import { exampleDraft, exampleIssued, exampleOrganisation } from '../../domain/invoices/invoice.example.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { presentAdvances } from '../../domain/invoices/order-advances.ts';
import { vatOf } from '../../foundation/money/vat.ts';
import { advanceDraft } from './advance-draft.ts';

const now = new Date('2026-11-23T10:00:00.000Z');

type Item = {
    readonly rate: 23 | 8 | 5 | 0 | 'zw'; readonly netMinor: bigint; readonly exemptionReason?: string
};

/** An issued proforma with a line for each item. */
function orderOf(items: readonly Item[], roundingModel: Invoice['roundingModel']): Invoice {
    const [line] = exampleDraft.lines;
    if (line === undefined) throw new Error('the example has lines');
    const draft = newDraft({
        id: exampleDraft.id, organisation: { ...exampleOrganisation, roundingModel }, createdBy: 'user-17', now,
        content: { ...exampleDraft, invoiceType: 'proforma' },
        lines: items.map(({ rate, netMinor, exemptionReason = null }, index) => ({
            ...line, id: `line-${index}`, quantityMicros: 1_000_000n, unitPriceMicros: netMinor * 10_000n,
            vat: vatOf({ rate, exemptionReason: rate === 'zw' ? exemptionReason : null }), discountPercentMicros: 0n
        }))
    });
    return { ...exampleIssued, ...draft, status: 'issued', number: 'PF/2026/11/0001' };
}

function advanceOf(proforma: Invoice, amountMinor: bigint): Invoice {
    return advanceDraft({
        organisation: exampleOrganisation, proforma, paymentId: proforma.id, notes: null, exchange: null,
        createdBy: 'user-17', now,
        received: { amountMinor, receivedOn: '2026-11-20', payment: undefined }
    });
}

function withAdvance(proforma: Invoice, advance: Invoice): Invoice {
    const link: AdvanceInvoiceLink = {
        invoiceId: advance.id, invoiceNumber: 'FZ', issueDate: '2026-11-23', receivedOn: '2026-11-20', status: 'paid',
        paymentId: advance.id, version: 1, grossMinor: advance.grossMinor, rates: breakdownOf(advance)
    };
    return { ...proforma, advanceInvoices: [...proforma.advanceInvoices, link] };
}

const amounts = (invoice: Invoice) => breakdownOf(invoice).map(({ netMinor, vatMinor, grossMinor }) =>
    [netMinor, vatMinor, grossMinor]);

describe('the lines of an advance invoice', () => {
    test('spread the money by largest remainder, and hold its VAT', () => {
        const order = orderOf([{ rate: 23, netMinor: 100_000n }, { rate: 8, netMinor: 50_000n }], 'per_rate');

        // 10.00 × 1230 ÷ 1770 = 6.949 and 10.00 × 540 ÷ 1770 = 3.051; VAT 6.95 × 23 ÷ 123 = 1.2996, 3.05 × 8 ÷ 108.
        expect(amounts(advanceOf(order, 1_000n))).toEqual([[565n, 130n, 695n], [282n, 23n, 305n]]);
    });

    test('give the odd unit of equal remainders to the rate that stands first', () => {
        const order = orderOf([{ rate: 0, netMinor: 100n }, { rate: 'zw', netMinor: 100n }], 'per_rate');

        expect(amounts(advanceOf(order, 1n))).toEqual([[1n, 0n, 1n]]);
    });

    test('name each provision of an exempt rate with its own part of the money', () => {
        const order = orderOf([
            { rate: 'zw', netMinor: 10_000n, exemptionReason: 'art. 43 ust. 1 pkt 18' },
            { rate: 23, netMinor: 10_000n },
            { rate: 'zw', netMinor: 20_000n, exemptionReason: 'art. 113 ust. 1' },
            { rate: 'zw', netMinor: 10_000n, exemptionReason: 'art. 43 ust. 1 pkt 18' }
        ], 'per_rate');

        const advance = advanceOf(order, 10_001n);

        // 100.01 × 400 ÷ 523 = 76.491 and 100.01 × 123 ÷ 523 = 23.521: 76.49 and 23.52. Halves of 76.49 are 38.245; the
        // odd cent goes to the provision that comes first in the alphabet.
        expect(advance.lines.map(({ vat, totals }) => [vat.exemptionReason, totals.grossMinor])).toEqual([
            ['art. 43 ust. 1 pkt 18', 3_824n], ['art. 113 ust. 1', 3_825n], [null, 2_352n]
        ]);
        expect(amounts(advance)).toEqual([[1_912n, 440n, 2_352n], [7_649n, 0n, 7_649n]]);
    });

    test('come to the money, never to more than a rate, and in the end to the order exactly (property)', () => {
        const item = fc.record({
            rate: fc.constantFrom(23, 8, 5, 0, 'zw' as const) as fc.Arbitrary<Item['rate']>,
            netMinor: fc.bigInt({ min: 1n, max: 1_000_000n }),
            exemptionReason: fc.constantFrom('art. 43 ust. 1 pkt 18', 'art. 113 ust. 1')
        });
        fc.assert(fc.property(
            fc.array(item, { minLength: 1, maxLength: 6 }), fc.constantFrom('per_rate', 'per_line' as const),
            fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 6 }),
            (items, model, parts) => {
                let order = orderOf(items, model);
                let leftMinor = order.grossMinor;
                for (const part of parts) {
                    const amountMinor = leftMinor * BigInt(part) / 1_000n;
                    if (amountMinor === 0n) continue;
                    const advance = advanceOf(order, amountMinor);
                    expect(advance.grossMinor).toBe(amountMinor);
                    expect(advance.netMinor + advance.vatMinor).toBe(amountMinor);
                    order = withAdvance(order, advance);
                    leftMinor -= amountMinor;
                    const final = { ...order, advances: presentAdvances(order) };
                    expect(breakdownOf(final).every(({ grossMinor }) => grossMinor >= 0n)).toBe(true);
                    expect(breakdownOf(final).reduce((sum, { grossMinor }) => sum + grossMinor, 0n)).toBe(leftMinor);
                }
                const last = withAdvance(order, advanceOf(order, leftMinor));
                const rest = breakdownOf({ ...last, advances: presentAdvances(last) });
                expect(rest.every(({ grossMinor }) => grossMinor === 0n)).toBe(true);
            }));
    });
});
