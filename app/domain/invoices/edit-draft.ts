import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { assertPricesStillMean, contentOf, touchesBuyer } from './draft-content.ts';
import type { DraftChange } from './draft.ts';
import { assertCustomerValid, findContact } from './find-contact.ts';
import { assertDraft, type Invoice } from './invoice.ts';
import { inLineOrder } from './line-order.ts';
import { onNewestInvoice } from './on-newest-invoice.ts';
import type { Opened } from './open-invoice.ts';
import { priceItems } from '../pricing/price-item.ts';
import { pricingOf } from '../pricing/pricing.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import { storeDraft } from './store-draft.ts';
import { assertMayChange } from '../../platform/commands/precondition.ts';
import type { DraftInput } from './invoice.schemas.ts';

/**
 * Edits a draft: given fields replace, `null` empties a field, absent fields stay; given items replace all items.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_NOT_DRAFT` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` and
 *     those of pricing
 */
export function editDraft(
    dependencies: InvoiceDependencies, command: Command<Invoice>, invoiceId: string, input: DraftInput
): Promise<Invoice> {
    return onNewestInvoice(dependencies, command, invoiceId, async (newest) => {
        assertMayChange(command, newest.organisation, newest.invoice);
        assertDraft(newest.invoice);
        const change = await resolveEdit(dependencies, command, newest, input);
        return storeDraft(dependencies, command, newest, {
            change, action: 'invoice.edited', onBehalfOf: input.createdBy, made: (edited) => edited
        });
    });
}

/**
 * The change that an edit makes, with customer and prices looked up. Nothing is stored: `calculate-totals` uses it too.
 * @throws DomainError `VALIDATION_FAILED` | `CUSTOMER_INVALID` | `ITEMS_NEEDED` and those of `findContact`,
 *   `contentOf` and `priceItems`
 */
export async function resolveEdit(
    dependencies: InvoiceDependencies, command: Command, { organisation, invoice }: Opened, input: DraftInput
): Promise<DraftChange> {
    if (
        invoice.convertedFromId !== null && input.invoiceType !== undefined && input.invoiceType !== invoice.invoiceType
    ) {
        throw refusedField('VALIDATION_FAILED', 'invoiceType',
            'must stay vat_invoice, because this draft came from a proforma', 'CONVERTED');
    }
    const contactId = input.contactId === undefined ? invoice.contactId : input.contactId;
    const name = input.customerName === undefined ? invoice.givenBuyer.name : input.customerName;
    // Without contacts-service an edit continues only if no check is requested and no known data of the same contact
    // would be lost.
    const losesNothing = contactId !== invoice.contactId || invoice.buyer.source === null;
    const isOptional = input.validateCustomer !== true && name !== null && losesNothing;
    const mustAsk = touchesBuyer(input) || input.validateCustomer === true;
    const contact = mustAsk ? await findContact(dependencies, command, contactId, isOptional) : undefined;
    const today = calendarDate(dependencies.clock.now(), dependencies.config.timeZone);
    assertPricesStillMean(invoice, input);
    const content = contentOf(input, invoice, { organisation, today }, contact);
    if (input.validateCustomer === true) {
        assertCustomerValid(content.givenBuyer, contact);
    }
    if (input.items === undefined) {
        return { content };
    }

    const pricing = pricingOf(dependencies, command, organisation, content);
    return {
        content, lines: inLineOrder(await priceItems(pricing, input.items, (index) => `items[${index}]`), input.items)
    };
}
