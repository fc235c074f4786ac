import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor, parseStoredMinor } from '../../foundation/money/decimal.ts';
import type { Balance, InvoicePage } from './invoice-list.repository.ts';
import type { ListQuery } from './list-query.ts';
import { toInvoiceSummary } from '../../domain/invoices/invoice.view.ts';

/** A customer's balances; amounts with their currency's own decimals. */
export function toBalanceViews(balances: readonly Balance[]) {
    return balances.map(({ currency, gross, paid, balance }) => {
        const decimals = decimalsOf(currency);
        const amount = (stored: string): string => formatMinor(parseStoredMinor(stored, decimals), decimals);
        return { currency, totalGross: amount(gross), paidAmount: amount(paid), balance: amount(balance) };
    });
}

/** One page of a list: with the exact total where a page was asked for by number, else with the cursor to the next. */
export function toPageView(
    { page, limit }: Pick<ListQuery, 'page' | 'limit'>, { invoices, nextCursor, total = 0 }: InvoicePage, today: string
) {
    const data = invoices.map((invoice) => toInvoiceSummary(invoice, today));
    return page === undefined
        ? { data, limit, nextCursor: nextCursor ?? null }
        : { data, total, page, limit, totalPages: Math.ceil(total / limit) };
}
