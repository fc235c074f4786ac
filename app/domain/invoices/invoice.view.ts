import { calendarDate } from '../../foundation/clock/clock.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import type { Answer } from '../../platform/http/answer.ts';
import type { AddedItem } from './add-item.ts';
import { invoiceDocument, type InvoiceDocument } from './invoice.document.ts';
import { isOverdue, type Invoice } from './invoice.ts';
import type { Recalculated } from './recalculate-draft.ts';
import type { InvoiceServices } from './invoice-services.ts';

/** Calendar date now, where the seller is. */
export function todayOf({ clock, config }: Pick<InvoiceServices, 'clock' | 'config'>): string {
    return calendarDate(clock.now(), config.timeZone);
}

/** The invoice as answers show it. @param today - Decides whether it is overdue */
export function toInvoiceView(invoice: Invoice, today: string) {
    return { ...invoiceDocument(invoice), overdue: isOverdue(invoice, today) };
}

/** The invoice as lists show it: without items, breakdown and seller. */
export function toInvoiceSummary(invoice: Invoice, today: string) {
    return summaryOf(invoiceDocument(invoice), isOverdue(invoice, today));
}

/** The same of an invoice that is a document already. */
export function summaryOf({ items, vatBreakdown, seller, ...summary }: InvoiceDocument, overdue: boolean) {
    return { ...summary, overdue };
}

/** An invoice as an answer, with its ETag; a new one with its address. */
export function invoiceAnswerOf(services: InvoiceServices, statusCode: 200 | 201): (invoice: Invoice) => Answer {
    const today = todayOf(services);
    return (invoice) => ({
        statusCode,
        headers: { etag: etagOf(invoice.version), ...(statusCode === 201 ? { location: `/invoices/${invoice.id}` } : {}) },
        view: toInvoiceView(invoice, today)
    });
}

/** An added item as an answer. The item's address is the invoice's: items are not read alone. */
export function addedItemAnswerOf(services: InvoiceServices): (added: AddedItem) => Answer {
    const today = todayOf(services);
    return ({ invoice, itemId }) => {
        const view = toInvoiceView(invoice, today);
        return {
            statusCode: 201,
            headers: { etag: etagOf(invoice.version), location: `/invoices/${invoice.id}` },
            view: { ...view.items.find(({ id }) => id === itemId), invoice: view }
        };
    };
}

/** A recalculated draft as an answer. */
export function recalculatedAnswerOf(services: InvoiceServices): (recalculated: Recalculated) => Answer {
    const today = todayOf(services);
    return ({ invoice, changes, notRefreshed }) =>
        ({ statusCode: 200, headers: { etag: etagOf(invoice.version) }, view: { invoice: toInvoiceView(invoice, today), changes, notRefreshed } });
}

/** The totals alone, as `calculate-totals` answers them. */
export function toTotalsView(invoice: Invoice) {
    const { id, currency, pricesInclude, roundingModel, totalNet, totalVAT, totalGross, vatBreakdown, items } = invoiceDocument(invoice);
    return { invoiceId: id, currency, pricesInclude, roundingModel, totalNet, totalVAT, totalGross, vatBreakdown, items };
}
