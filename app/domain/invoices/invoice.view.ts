import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import type { Answer } from '../../platform/http/answer.ts';
import type { AddedItem } from './add-item.ts';
import type { CustomerCheck } from './customer-check.ts';
import { faultText } from './customer-faults.ts';
import type { Drafted } from './drafted.ts';
import { invoiceDocument } from './invoice.document.ts';
import { isOverdue, type Invoice } from './invoice.ts';
import type { Recalculated } from './recalculate-draft.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/** Source of the calendar date in answers. */
type ViewDependencies = Pick<InvoiceDependencies, 'clock'>
    & { readonly config: Pick<InvoiceDependencies['config'], 'timeZone'> };

/** Current calendar date in the seller's time zone. */
export function todayOf({ clock, config }: ViewDependencies): string {
    return calendarDate(clock.now(), config.timeZone);
}

/** The invoice as answers show it. @param today - Decides whether it is overdue */
export function toInvoiceView(invoice: Invoice, today: string) {
    return { ...invoiceDocument(invoice), overdue: isOverdue(invoice, today) };
}

/** The invoice as lists show it: without items, breakdown and seller. */
export function toInvoiceSummary(invoice: Invoice, today: string) {
    const { items, vatBreakdown, seller, ...summary } = invoiceDocument(invoice);
    return { ...summary, overdue: isOverdue(invoice, today) };
}

/** An invoice as an answer, with its ETag. */
export function invoiceAnswerOf(invoice: Invoice, dependencies: ViewDependencies): Answer {
    const view = toInvoiceView(invoice, todayOf(dependencies));
    return { statusCode: 200, headers: { etag: etagOf(invoice.version) }, view };
}

/** A new invoice as an answer, with its ETag and Location. */
export function newInvoiceAnswerOf(invoice: Invoice, dependencies: ViewDependencies): Answer {
    return { ...createdAt(invoice), view: toInvoiceView(invoice, todayOf(dependencies)) };
}

/** A changed draft or an issued invoice as an answer, with its ETag, and with the warnings where there are any. */
export function draftedAnswerOf({ invoice, warnings }: Drafted, dependencies: ViewDependencies): Answer {
    return withWarnings(invoiceAnswerOf(invoice, dependencies), warnings);
}

/** A new draft as an answer, with its ETag and Location, and with the warnings where there are any. */
export function newDraftedAnswerOf({ invoice, warnings }: Drafted, dependencies: ViewDependencies): Answer {
    return withWarnings(newInvoiceAnswerOf(invoice, dependencies), warnings);
}

/** Without warnings the answer is the one that reading the invoice gives. */
function withWarnings(answer: Answer, warnings: readonly Warning[]): Answer {
    return warnings.length === 0 ? answer : { ...answer, view: { ...answer.view, warnings } };
}

/** An added item as an answer. Its Location is the invoice's, because a single item cannot be read. */
export function addedItemAnswerOf({ invoice, itemId }: AddedItem, dependencies: ViewDependencies): Answer {
    const view = toInvoiceView(invoice, todayOf(dependencies));
    return { ...createdAt(invoice), view: { ...view.items.find(({ id }) => id === itemId), invoice: view } };
}

/** A recalculated draft as an answer. */
export function recalculatedAnswerOf(
    { invoice, changes, notRefreshed }: Recalculated, dependencies: ViewDependencies
): Answer {
    const { view, ...answer } = invoiceAnswerOf(invoice, dependencies);
    return { ...answer, view: { invoice: view, changes, notRefreshed } };
}

/** The check of a customer as `validate-customer` answers it. */
export function toCustomerCheckView(check: CustomerCheck) {
    return { ...check, errors: check.errors.map(faultText) };
}

/** The totals alone, as `calculate-totals` answers. */
export function toTotalsView(invoice: Invoice) {
    const { id, currency, pricesInclude, roundingModel, totalNet, totalVAT, totalGross, vatBreakdown, items } =
        invoiceDocument(invoice);
    return {
        invoiceId: id, currency, pricesInclude, roundingModel, totalNet, totalVAT, totalGross, vatBreakdown, items
    };
}

function createdAt({ id, version }: Invoice): Answer {
    return { statusCode: 201, headers: { etag: etagOf(version), location: `/invoices/${id}` } };
}
