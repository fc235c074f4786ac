import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor, parseStoredMinor } from '../../foundation/money/decimal.ts';
import type { Balance, InvoicePage } from './invoice-list.repository.ts';
import { maxTotal, type ListQuery } from './list-query.ts';
import { toInvoiceSummary } from '../../domain/invoices/invoice.view.ts';

/** A customer's balances; amounts with their currency's own decimals. */
export function toBalanceViews(balances: readonly Balance[]) {
    return balances.map(({ currency, gross, paid, balance }) => {
        const decimals = decimalsOf(currency);
        const amount = (stored: string): string => formatMinor(parseStoredMinor(stored, decimals), decimals);
        return { currency, totalGross: amount(gross), paidAmount: amount(paid), balance: amount(balance) };
    });
}

/**
 * One page of a list: by cursor with the cursor to the next, by number with the total, and the first page, when neither
 * was asked for, with both.
 */
export function toPageView(
    { page, cursor, limit }: Pick<ListQuery, 'page' | 'cursor' | 'limit'>, found: InvoicePage, today: string
) {
    const { invoices, nextCursor = null, total: counted = 0 } = found;
    const total = Math.min(counted, maxTotal);
    return {
        data: invoices.map((invoice) => toInvoiceSummary(invoice, today)),
        limit,
        ...(page === undefined ? { nextCursor } : {}),
        ...(cursor === undefined
            ? { total, totalIsMore: counted > maxTotal, page: page ?? 1, totalPages: Math.ceil(total / limit) } : {})
    };
}
