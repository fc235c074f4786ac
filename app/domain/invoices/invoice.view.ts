import { calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import type { Answer, StateAnswer } from '../../platform/http/answer.ts';
import type { AddedItem } from './add-item.ts';
import type { CustomerCheck } from './customer-check.ts';
import { faultText } from './customer-faults.ts';
import type { Drafted } from './drafted.ts';
import { invoiceDocument } from './invoice.document.ts';
import { isOverdue, type Invoice } from './invoice.ts';
import type { Recalculated } from './recalculate-draft.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';

/** Sources of the calendar date and the build in answers. */
type ViewDependencies = Pick<InvoiceDependencies, 'clock'> & { readonly config: ViewConfig };

type ViewConfig = Pick<InvoiceDependencies['config'], 'timeZone'>
    & { readonly version: string; readonly revision: string };

/** Current calendar date in the seller's time zone. */
export function todayOf(
    { clock, config }: { readonly clock: Clock; readonly config: Pick<ViewConfig, 'timeZone'> }
): string {
    return calendarDate(clock.now(), config.timeZone);
}

/** The invoice as answers show it. @param today - Decides whether it is overdue */
export function toInvoiceView(invoice: Invoice, today: string) {
    return { ...invoiceDocument(invoice), overdue: isOverdue(invoice, today) };
}

/** The invoice as lists show it: without items, breakdown and seller. */
export function toInvoiceSummary(invoice: Invoice, today: string) {
    const { items, vatBreakdown, orderLines, seller, ...summary } = invoiceDocument(invoice);
    return { ...summary, overdue: isOverdue(invoice, today) };
}

/** An invoice as answers show it. */
type InvoiceView = ReturnType<typeof toInvoiceView>;

type InvoiceAnswer = StateAnswer & { readonly view: InvoiceView };

/** An invoice as an answer, with its ETag. */
export function invoiceAnswerOf(invoice: Invoice, dependencies: ViewDependencies): InvoiceAnswer {
    const view = toInvoiceView(invoice, todayOf(dependencies));
    return { statusCode: 200, headers: { etag: invoiceEtag(view, dependencies.config) }, view };
}

/** A new invoice as an answer, with its ETag and Location. */
export function newInvoiceAnswerOf(invoice: Invoice, dependencies: ViewDependencies): InvoiceAnswer {
    const { headers, view } = invoiceAnswerOf(invoice, dependencies);
    return { statusCode: 201, headers: { ...headers, location: `/invoices/${invoice.id}` }, view };
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
export function addedItemAnswerOf({ invoice, itemId, warnings }: AddedItem, dependencies: ViewDependencies): Answer {
    const { view, ...answer } = newInvoiceAnswerOf(invoice, dependencies);
    return withWarnings(
        { ...answer, view: { ...view.items.find(({ id }) => id === itemId), invoice: view } }, warnings);
}

/** A recalculated draft as an answer. */
export function recalculatedAnswerOf(
    { invoice, changes, notRefreshed, warnings }: Recalculated, dependencies: ViewDependencies
): Answer {
    const { view, ...answer } = invoiceAnswerOf(invoice, dependencies);
    return withWarnings({ ...answer, view: { invoice: view, changes, notRefreshed } }, warnings);
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

/**
 * ETag of an invoice. Whatever is not named here counts as derived, so that a new member needs no thought. The named
 * ones are stored with a version and change with it alone (or with the build): the long ones are left out for speed,
 * number and chain hash because the statement that issues knows them only after the answer was made. So it is with a
 * corrective's number, for which its id stands.
 */
function invoiceEtag(
    {
        version, items, vatBreakdown, orderLines, seller, invoiceNumber, chainHash, correctives, ...derived
    }: InvoiceView,
    { version: build, revision }: ViewConfig
): string {
    const links = correctives.map(({ invoiceNumber: _number, ...link }) => link);
    return etagOf(version, { build, revision, ...derived, correctives: links });
}
