import { DomainError } from '../../foundation/errors/domain-error.ts';

/** What a change whose state was no longer true is refused with: for `onNewest` to try again. @param details - `id` of the invoice, or `ids` */
export function invoiceChanged(details: { readonly id: string } | { readonly ids: readonly string[] }): DomainError {
    return new DomainError('INVOICE_CHANGED', 'The invoice was changed by another request at the same time; try again', details);
}

/**
 * A writing statement answers one row when it wrote, and none when another version, or another try of the request, was there first.
 * @throws DomainError `INVOICE_CHANGED`
 */
export function assertWritten(rows: readonly unknown[], details: Parameters<typeof invoiceChanged>[0]): void {
    if (rows.length !== 1) {
        throw invoiceChanged(details);
    }
}
