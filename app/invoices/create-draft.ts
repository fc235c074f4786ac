import { calendarDate } from '../clock.ts';
import type { Command } from '../commands/command.ts';
import { openCommand } from '../commands/open-command.ts';
import { newContent } from './draft-content.ts';
import type { DraftInput } from './draft-input.ts';
import { assertCustomerValid, findContact } from './find-contact.ts';
import type { Invoice } from './invoice.ts';
import { inLineOrder } from './line-order.ts';
import { priceItems } from '../pricing/price-item.ts';
import { pricingOf } from '../pricing/pricing.ts';
import type { InvoiceServices } from './services.ts';
import type { AnswerFor } from './store-draft.ts';
import { storeNewDraft } from './store-new-draft.ts';

/**
 * Makes a draft: looks the customer up, prices the items, computes the totals and stores all of it or nothing.
 * @throws DomainError `CUSTOMER_INVALID` and those of `openCommand`, `findContact`, `newContent`, `priceItems` and `storeNewDraft`
 */
export async function createDraft(services: InvoiceServices, command: Command, input: DraftInput, answerFor: AnswerFor): Promise<Invoice> {
    const { organisation } = await openCommand(services, command);
    // Whom the caller wants checked must be looked up, also when the caller named them.
    const mayDoWithout = input.validateCustomer !== true && typeof input.customerName === 'string';
    const contact = await findContact(services, command, input.contactId, mayDoWithout);
    const today = calendarDate(services.clock.now(), services.config.timeZone);
    const content = newContent(input, { organisation, today }, contact);
    if (input.validateCustomer === true) {
        assertCustomerValid(content.givenBuyer, contact);
    }

    const lines = await priceItems(pricingOf(services, command, organisation, content), input.items ?? [], (index) => `items[${index}]`);
    return storeNewDraft(services, command, {
        organisation, content, lines: inLineOrder(lines, input.items ?? []), onBehalfOf: input.createdBy, answerFor
    });
}
