import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { Organisation } from '../organisations/organisation.ts';
import { priceItems } from '../pricing/price-item.ts';
import { pricingOf } from '../pricing/pricing.ts';
import { blankContent, contentOf } from './draft-content.ts';
import { assertCustomerValid, findContact } from './find-contact.ts';
import { inLineOrder } from './line-order.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import type { NewContents } from './store-new-invoice.ts';
import type { NewInvoiceInput } from './invoice.schemas.ts';

/**
 * Prepares the contents of a new draft: looks the customer up and prices the items. Nothing is stored, and no total is
 * computed yet.
 * @throws DomainError `CUSTOMER_INVALID` and those of `findContact`, `contentOf` and `priceItems`
 */
export async function prepareDraft(
    dependencies: InvoiceDependencies, command: Command, organisation: Organisation, input: NewInvoiceInput
): Promise<NewContents> {
    // A customer to be checked must be looked up, even if the caller gave a name.
    const isOptional = input.validateCustomer !== true && typeof input.customerName === 'string';
    const contact = await findContact(dependencies, command, input.contactId, isOptional);
    const today = calendarDate(dependencies.clock.now(), dependencies.config.timeZone);
    const content = contentOf(input, blankContent(organisation), { organisation, today }, contact);
    if (input.validateCustomer === true) {
        assertCustomerValid(content.givenBuyer, contact);
    }

    const lines = await priceItems(
        pricingOf(dependencies, command, organisation, content), input.items ?? [], (index) => `items[${index}]`);
    return {
        organisation, content, lines: inLineOrder(lines, input.items ?? []), onBehalfOf: input.createdBy,
        issue: input.issue
    };
}
