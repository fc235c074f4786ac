import { isDeepStrictEqual } from 'node:util';
import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Warning } from '../../foundation/errors/warning.ts';
import { isLeftFree } from './accepted-quote.ts';
import { customerOfDraft, type FoundCustomer } from './customer-of-draft.ts';
import { assertPricesStillMean, contentOf } from './draft-content.ts';
import { givenBuyerOf, touchesBuyer } from './given-buyer.ts';
import type { DraftChange } from './draft.ts';
import type { Drafted } from './drafted.ts';
import { assertDraft, type Invoice } from './invoice.ts';
import { inLineOrder } from './line-order.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { Opened } from './open-invoice.ts';
import { priceItems } from '../pricing/price-item.ts';
import { pricingOf } from '../pricing/pricing.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { withOwnRule } from './tax-points.ts';
import { storeDraft } from './store-draft.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import type { DraftInput } from './invoice.schemas.ts';

/**
 * Edits a draft: given fields replace, `null` empties a field, absent fields stay; given items replace all items.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` and
 *     those of pricing
 */
export function editDraft(
    dependencies: InvoiceDependencies, command: Command<Drafted>, invoiceId: string, input: DraftInput
): Promise<Drafted> {
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        assertMayChange(command, newest.organisation, newest.invoice);
        assertDraft(newest.invoice);
        const { change, warnings } = await resolveEdit(dependencies, command, newest, input);
        return storeDraft(dependencies, command, newest, {
            change, action: 'invoice.edited', onBehalfOf: input.createdBy,
            made: (invoice, ofVat) => ({ invoice, warnings: [...warnings, ...ofVat] })
        });
    });
}

/** The change that an edit makes, and what its caller should know about it. */
export type ResolvedEdit = { readonly change: DraftChange; readonly warnings: readonly Warning[] };

/**
 * The change that an edit makes, with customer and prices looked up. Nothing is stored: `calculate-totals` uses it too.
 * @throws DomainError `VALIDATION_FAILED` | `CUSTOMER_INVALID` | `ITEMS_NEEDED` and those of `customerOfDraft`,
 *   `contentOf` and `priceItems`
 */
export async function resolveEdit(
    dependencies: InvoiceDependencies, command: Command, { organisation, invoice }: Opened, input: DraftInput
): Promise<ResolvedEdit> {
    if (
        invoice.convertedFromId !== null && input.invoiceType !== undefined && input.invoiceType !== invoice.invoiceType
    ) {
        throw refusedField('VALIDATION_FAILED', 'invoiceType',
            'must stay vat_invoice, because this draft came from a proforma', 'CONVERTED');
    }
    assertKeepsAdvances(invoice, input);
    const { contact, warnings } = await editedCustomer(dependencies, command, invoice, input);
    const today = calendarDate(dependencies.clock.now(), dependencies.config.timeZone);
    assertPricesStillMean(invoice, input);
    const written = contentOf(input, invoice, { organisation, today }, contact);
    const keepsQuote = written.quoteId === invoice.quoteId
        && (written.contactId === invoice.contactId || invoice.quoteUnclaimed);
    const content = keepsQuote
        ? written : { ...written, quoteUnclaimed: await isLeftFree(dependencies, command, written) };
    const givesDiscount = input.discountAmount !== undefined || input.discountPercent !== undefined;
    if (input.items === undefined) {
        return { change: { content, givesDiscount }, warnings };
    }

    const pricing = pricingOf(dependencies, command, organisation, content);
    // An item that comes back as the draft showed it names no rule of its own, even if the buyer changes with it.
    const lines = (await priceItems(pricing, input.items, (index) => `items[${index}]`))
        .map((line) => withOwnRule(line, invoice));
    return { change: { content, givesDiscount, lines: inLineOrder(lines, input.items) }, warnings };
}

/**
 * Asserts that an edit keeps customer and currency of a draft that deducts advances, because the advances are money of
 * that customer in that currency. What the items come to is checked with the totals.
 * @throws DomainError `VALIDATION_FAILED`
 */
function assertKeepsAdvances(invoice: Invoice, input: DraftInput): void {
    const { contactId, currency, buyer: { nip: customerNIP, taxId: customerTaxId } } = invoice;
    const kept = { contactId, currency, customerNIP, customerTaxId };
    const changed = (['contactId', 'currency', 'customerNIP', 'customerTaxId'] as const)
        .find((field) => input[field] !== undefined && !isDeepStrictEqual(input[field], kept[field]));
    if (invoice.advances.length > 0 && changed !== undefined) {
        throw refusedField('VALIDATION_FAILED', changed,
            'must stay, because this draft deducts advance invoices of its customer in its currency', 'HAS_ADVANCES');
    }
}

/** The customer after an edit: looked up and checked when the edit touches the buyer, or asks for the check. */
async function editedCustomer(
    dependencies: InvoiceDependencies, command: Command, invoice: Invoice, input: DraftInput
): Promise<FoundCustomer> {
    if (!touchesBuyer(input) && input.validateCustomer !== true) {
        return { contact: undefined, warnings: [] };
    }
    const contactId = input.contactId === undefined ? invoice.contactId : input.contactId;
    const given = givenBuyerOf(input, invoice.givenBuyer);
    // Without contacts-service an edit continues only if no known data of the same contact would be lost.
    const losesNothing = contactId !== invoice.contactId || invoice.buyer.source === null;
    return customerOfDraft(dependencies, command, {
        contactId, given, isChecked: input.validateCustomer !== false,
        isOptional: given.name !== null && losesNothing
    });
}
