import { refusedField } from '../../foundation/errors/refused-field.ts';
import { listPage, type InvoicePage } from './invoice-list.repository.ts';
import type { ListOptions, ListQuery } from './list-query.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';

const maxOffset = 10_000;

/**
 * Reads one page of an organisation's invoices.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function listInvoices(
    { database }: Pick<InvoiceDependencies, 'database'>, organisationId: string, query: ListQuery, options: ListOptions
): Promise<InvoicePage> {
    if (query.page !== undefined && query.cursor !== undefined) {
        throw refusedField('VALIDATION_FAILED', 'cursor', 'cannot be used together with page', 'NOT_TOGETHER');
    }
    if (query.page !== undefined && (query.page - 1) * query.limit > maxOffset) {
        throw refusedField(
            'VALIDATION_FAILED', 'page', `reaches at most ${maxOffset} rows deep; use cursor to go on`, 'TOO_LARGE');
    }
    return listPage(database, organisationId, query, options);
}
