import { DomainError } from '../../foundation/errors/domain-error.ts';

/**
 * The error of a change that lost the race to another one; `onNewest` retries it. @param details - `id` of the invoice,
 * or `ids`
 */
export function invoiceChanged(details: { readonly id: string } | { readonly ids: readonly string[] }): DomainError {
    return new DomainError(
        'INVOICE_CHANGED', 'The invoice was changed by another request at the same time; try again', details);
}

/**
 * Asserts that a writing statement wrote: it answers one row, or none when another version or another attempt of the
 * request won the race.
 * @throws DomainError `INVOICE_CHANGED`
 */
export function assertWritten(rows: readonly unknown[], details: Parameters<typeof invoiceChanged>[0]): void {
    if (rows.length !== 1) {
        throw invoiceChanged(details);
    }
}
