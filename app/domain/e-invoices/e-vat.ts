import { vatKeyText } from '../../foundation/money/vat.ts';
import type { VatCategory } from '../../foundation/vocabulary/vat-categories.ts';
import { breakdownOf } from '../invoices/deduction.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { EInvoice, ELine, EVatKey, EVatRow } from './e-invoice.ts';
import { percentOf, sumOf, type LineTerms, type WrittenLine } from './e-lines.ts';

/**
 * Codes of the reasons for charging no VAT (VATEX) that follow from the category. An exemption's follows from its
 * provision, which is a text.
 * @see EN 16931 BT-121, BR-CL-22; PEPPOL-EN16931-P0104 to P0107
 */
const reasonCodes: Partial<Record<VatCategory, string>> = {
    AE: 'VATEX-EU-AE', K: 'VATEX-EU-IC', G: 'VATEX-EU-G', O: 'VATEX-EU-O'
};

/**
 * The VAT breakdown (BG-23): in EN 16931 treatments that differ by their Polish word alone are one row.
 * @param lines - Written lines, for a document whose own breakdown is empty.
 */
export function vatBreakdownOf(
    invoice: Invoice, lines: readonly ELine[], { sign }: LineTerms
): readonly EVatRow[] {
    const rows = breakdownOf(invoice);
    const all = rows.length > 0 ? rows : lines.map(({ vat }) => ({ ...vat, netMinor: 0n, vatMinor: 0n }));
    return [...Map.groupBy(all, keyOf).values()].flatMap((group) => {
        const [first] = group;
        return first === undefined ? [] : [{
            category: first.category,
            ratePercentMicros: first.ratePercentMicros,
            netMinor: sign * sumOf(group.map(({ netMinor }) => netMinor)),
            vatMinor: sign * sumOf(group.map(({ vatMinor }) => vatMinor)),
            reason: reasonOf(invoice, first.category),
            reasonCode: reasonCodes[first.category] ?? null
        }];
    });
}

/** Reasons of a category, each once. S and Z have none (BR-S-10, BR-Z-10). */
function reasonOf({ lines, advanceOf }: Invoice, category: VatCategory): string | null {
    const reasons = [...lines, ...advanceOf?.lines ?? []].flatMap(({ vat }) =>
        (vat.category === category && vat.exemptionReason !== null ? [vat.exemptionReason] : []));
    return reasons.length === 0 ? null : [...new Set(reasons)].join('; ');
}

/** The document's discount by rate (BG-20): the sum of what its lines bear. */
export function documentAllowances(
    invoice: Invoice, written: readonly WrittenLine[], { texts, decimals }: LineTerms
): EInvoice['allowances'] {
    const { discountPercentMicros, discountAmountMinor } = invoice;
    return [...Map.groupBy(written, ({ line }) => keyOf(line.vat)).values()].flatMap((group) => {
        const [first] = group;
        const amountMinor = sumOf(group.map(({ documentDiscountMinor }) => documentDiscountMinor));
        const baseMinor = sumOf(group.map(({ line }) => line.netMinor));
        return first === undefined || amountMinor === 0n ? [] : [{
            amountMinor, vat: first.line.vat, reason: texts.discount,
            percent: discountAmountMinor > 0n
                ? null : percentOf(discountPercentMicros, { amountMinor, baseMinor }, decimals)
        }];
    });
}

/** The text of a row's key. */
export function keyOf({ category, ratePercentMicros }: EVatKey): string {
    return vatKeyText({ category, ratePercentMicros, word: null });
}
