import type { InvoiceLine } from '../../domain/invoices/invoice.ts';

/**
 * The lines of an invoice after its correctives: each in its state after the last corrective that lists it.
 * @param original - Lines of the invoice as it was issued.
 * @param corrections - Lines of its correctives, in their order; only the last `after` line of each original line
 *     counts.
 * @returns In the original's order, with the original's ids.
 */
export function correctedLines(
    original: readonly InvoiceLine[], corrections: readonly InvoiceLine[]
): readonly InvoiceLine[] {
    const latest = new Map(corrections.flatMap((line) =>
        (line.correction?.part === 'after' ? [[line.correction.lineId, line] as const] : [])));

    return original.map((line) => {
        const corrected = latest.get(line.id);
        return corrected === undefined ? line : { ...corrected, id: line.id, correction: null };
    });
}

/** Tells whether nothing is left of an invoice: the amounts of all its lines are zero. */
export function nothingLeft(lines: readonly InvoiceLine[]): boolean {
    return lines.every(({ totals }) => totals.netMinor === 0n && totals.vatMinor === 0n && totals.grossMinor === 0n);
}
