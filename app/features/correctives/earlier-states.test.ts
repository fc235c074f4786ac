import { describe, expect, test } from '@jest/globals';
import { exampleDraft, exampleOrganisation } from '../../domain/invoices/invoice.example.ts';
import { newDraft } from '../../domain/invoices/draft.ts';
import { issue } from '../../domain/invoices/issue.ts';
import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { oneMicros } from '../../foundation/money/decimal.ts';
import type { Corrections } from './corrected-state.ts';
import { everything, type ItemCorrection } from './correction-input.ts';
import { newCorrective } from './corrective.ts';

/*
 * States of correctives that version 0.3.0 stored: discounts in proportion to the last rounded amounts. What it stored
 * is what a later corrective takes back, and stays until its line is corrected.
 */

const now = new Date('2026-11-23T10:15:00.000Z');
const today = '2026-11-23';

/** 1000.00 with 20 % off, and 500.00, under 10 % of the document: 720.00 and 450.00. */
const original = issuedOf();

function issuedOf(): Invoice {
    const [template] = exampleDraft.lines;
    if (template === undefined) throw new Error('the example has no line');
    const line = (id: string, price: bigint, percent: bigint) => ({
        ...template, id, quantityMicros: oneMicros, unitPriceMicros: price * oneMicros,
        priceBaseQuantityMicros: oneMicros,
        discountPercentMicros: percent * oneMicros, discountAmountMinor: 0n, taxPointRule: null,
        vat: { ...template.vat, category: 'S' as const, ratePercentMicros: 23n * oneMicros, exemptionReason: null }
    });
    const draft = newDraft({
        id: exampleDraft.id, organisation: exampleOrganisation, createdBy: 'user-1', now,
        content: {
            ...exampleDraft, pricesInclude: 'net', discountPercentMicros: 10n * oneMicros, discountAmountMinor: 0n
        },
        lines: [line('first', 1_000n, 20n), line('second', 500n, 0n)]
    });
    const { invoice } = issue(draft, exampleOrganisation, { today, now, keepPrices: true, priceMaxAgeHours: 24 });
    return { ...invoice, number: 'FV/2026/11/0001', seriesId: 'vat_invoice-2026-11', seriesNumber: 1n };
}

/** The first line after 0.3.0 took its percentage off: its share of the document stayed 80.00: 920.00, not 900.00. */
function storedBefore(): Corrections {
    const [first] = original.lines;
    if (first === undefined) throw new Error('the invoice has no line');
    const line: InvoiceLine = {
        ...first, id: 'row', discountPercentMicros: 0n, correction: { lineId: 'first', part: 'after' }, totals: {
            priceMinor: 100_000n, discountMinor: 0n, documentDiscountMinor: 8_000n, netMinor: 92_000n,
            vatMinor: 21_160n, grossMinor: 113_160n
        }
    };
    return {
        lines: [{ line, steps: [{ priceMinor: 100_000n, discountedMinor: 100_000n, amountMinor: 0n }] }],
        data: original, rates: new Map()
    };
}

/** Net of the rows of one more corrective: `line part: net`. */
function rowsOf(items: readonly ItemCorrection[]): readonly string[] {
    const { invoice } = newCorrective({
        organisation: exampleOrganisation, original, corrections: storedBefore(),
        changes: { ...everything, isFull: items.length === 0, items }, reason: 'Zwrot', notes: null,
        createdBy: 'user-1', today, now
    });
    return invoice.lines.map(({ correction, totals }) =>
        `${correction?.lineId} ${correction?.part}: ${totals.netMinor}`);
}

describe('a state that 0.3.0 computed in proportion', () => {
    test('is taken back as it was stored', () => {
        expect(rowsOf([])).toEqual([
            'first before: -92000', 'first after: 0', 'second before: -45000', 'second after: 0'
        ]);
    });

    test('is what a correction of its line starts from, and the new state is right', () => {
        expect(rowsOf([{ itemId: 'first', discountPercent: 20n * oneMicros }]))
            .toEqual(['first before: -92000', 'first after: 72000']);
    });

    test('stays while another line is corrected', () => {
        expect(rowsOf([{ itemId: 'second', unitPriceNet: 400n * oneMicros }]))
            .toEqual(['second before: -45000', 'second after: 36000']);
    });

    test('stays while only its text is corrected', () => {
        expect(rowsOf([{ itemId: 'first', description: 'Panele dębowe' }]))
            .toEqual(['first before: -92000', 'first after: 92000']);
    });
});
