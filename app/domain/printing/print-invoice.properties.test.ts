import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { randomDraft } from '../../../test/support/random-invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { breakdownOf } from '../invoices/deduction.ts';
import { defaultProfile, type Seller } from '../organisations/organisation.ts';
import { printInvoice } from './print-invoice.ts';
import type { PrintedDocument, PrintLanguage } from './printed-document.ts';

const seller: Seller = { ...defaultProfile, legalName: 'Przykładowe Podłogi' };

/** A printed number in units of its last decimal, read back by hand. */
function read(printed: string, language: PrintLanguage, decimals: number): bigint {
    const [group, point] = language === 'pl' ? ['\u00a0', ','] : [',', '.'];
    const [whole = '', fraction = ''] = printed.replace('−', '-').replaceAll(group, '').split(point);
    expect(fraction.length).toBeLessThanOrEqual(decimals);
    return BigInt(whole + fraction.padEnd(decimals, '0'));
}

/** The columns of a table by their label in the catalogue's order: their cells, read. */
function columnOf({ tables }: PrintedDocument, label: RegExp): readonly string[] {
    const [table] = tables;
    const place = table?.columns.findIndex((column) => label.test(column.label)) ?? -1;
    return table?.rows.map(({ cells }) => cells[place] ?? '') ?? [];
}

function assertPrinted(invoice: Invoice, language: PrintLanguage): void {
    const printed = printInvoice({ ...invoice, language }, { seller });
    const decimals = decimalsOf(invoice.currency);
    const minor = (text: string): bigint => read(text, language, decimals);
    const { lines } = invoice;

    expect(columnOf(printed, /^(Ilość|Quantity)$/).map((text) => read(text, language, 6)))
        .toEqual(lines.map(({ quantityMicros }) => quantityMicros));
    expect(columnOf(printed, /^(Cena|Net price|Gross price)/).map((text) => read(text, language, 6)))
        .toEqual(lines.map(({ unitPriceMicros }) => unitPriceMicros));
    expect(columnOf(printed, /^(Wartość netto|Net amount)$/).map(minor))
        .toEqual(lines.map(({ totals }) => totals.netMinor));
    const discounts = lines.map(({ totals }) => totals.discountMinor + totals.documentDiscountMinor);
    expect(columnOf(printed, /^(Rabat|Discount)$/).map((text) => (text === '–' ? 0n : -minor(text))))
        .toEqual(discounts.some((discount) => discount !== 0n) ? discounts : lines.map(() => 0n));
    expect(printed.breakdown.rows.map(([, ...amounts]) => amounts.map(minor))).toEqual(
        breakdownOf(invoice).map(({ netMinor, vatMinor, grossMinor }) => [netMinor, vatMinor, grossMinor]));
    expect(printed.breakdown.total.slice(1).map(minor))
        .toEqual([invoice.netMinor, invoice.vatMinor, invoice.grossMinor]);
    expect(minor(printed.due.amount.replace(`\u00a0${invoice.currency}`, ''))).toBe(invoice.grossMinor);
    const sums = lines.map((_line, row) => lines.slice(0, row + 1).reduce(
        (sum, { totals }) => sum + (invoice.pricesInclude === 'gross' ? totals.grossMinor : totals.netMinor), 0n));
    expect(printed.tables[0]?.rows.map(({ carried }) => minor(carried))).toEqual(sums);
    expect(sums.at(-1)).toBe(minor(printed.tables[0]?.total.at(-1) ?? ''));
}

test('every number that is printed is that of the document, in both languages', () => {
    fc.assert(fc.property(randomDraft, fc.constantFrom('pl' as const, 'en' as const), assertPrinted), { numRuns: 150 });
});
