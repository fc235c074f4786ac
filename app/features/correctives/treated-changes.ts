import type { Invoice, InvoiceLine } from '../../domain/invoices/invoice.ts';
import { treatedLine, type TreatedLine } from '../../domain/invoices/vat-treatment.ts';
import type { CorrectionPart } from '../../foundation/vocabulary/correction-parts.ts';
import type { Changes } from './correction-input.ts';

/** Lines of a corrective and of the state that it leaves. */
type Corrected = { readonly rows: readonly InvoiceLine[]; readonly after: readonly InvoiceLine[] };

/** The invoice with its data before and after the corrective, and the current calendar date. */
type Dated = { readonly facts: Readonly<Record<CorrectionPart, Invoice>>; readonly today: string };

/**
 * The lines whose VAT treatment is checked: those that the caller changes or adds and that do not end at 0.00, and with
 * another tax number of the buyer those that need it. So what was issued wrongly can always be taken back, and a line
 * that stays as it was is not in the way.
 */
export function treatedChanges(
    { rows, after }: Corrected, { isFull, items, newLines }: Changes, { facts, today }: Dated
): readonly TreatedLine[] {
    if (isFull) {
        return [];
    }
    const dated = { facts: facts.after, today };
    const named = [
        ...items.map(({ itemId }, index) => [itemId, `items[${index}]`] as const),
        ...newLines.map(({ id }, index) => [id, `newItems[${index}]`] as const)
    ];
    const changed = named.flatMap(([lineId, path]) => rows
        .filter(({ correction, totals }) => correction?.part === 'after' && correction.lineId === lineId
            && totals.grossMinor !== 0n)
        .map((line) => treatedLine(line, path, dated)));
    const hasOtherNumber = facts.before.buyer.nip !== facts.after.buyer.nip;
    const bound = after.filter(({ vat, totals }) =>
        hasOtherNumber && (vat.category === 'K' || vat.category === 'AE') && totals.grossMinor !== 0n);
    return [...changed, ...bound.map((line) => treatedLine(line, 'customerNIP', dated))];
}
