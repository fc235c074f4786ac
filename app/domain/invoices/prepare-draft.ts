import { refusedField } from '../../foundation/errors/refused-field.ts';
import { calendarDate } from '../../foundation/clock/clock.ts';
import { withFreshness, type Command } from '../../platform/commands/command.ts';
import type { Organisation } from '../organisations/organisation.ts';
import { priceItems } from '../pricing/price-item.ts';
import { pricingOf } from '../pricing/pricing.ts';
import { isLeftFree } from './accepted-quote.ts';
import { customerOfDraft } from './customer-of-draft.ts';
import { blankContent, contentOf } from './draft-content.ts';
import { givenBuyerOf } from './given-buyer.ts';
import { nothingGiven } from './invoice.ts';
import { inLineOrder } from './line-order.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import type { NewContents } from './store-new-invoice.ts';
import type { NewInvoiceInput } from './invoice.schemas.ts';

/** A new invoice as a caller gives it, and how old its contact may be where it is issued at once. */
export type PreparedInput = NewInvoiceInput & {
    /** Maximum age in ms of an answer of contacts-service; absent: it is asked. */
    readonly contactAgeMs?: number;
};

/**
 * Prepares the contents of a new draft: looks the customer up and prices the items. Nothing is stored, and no total is
 * computed yet.
 * @throws DomainError `FORBIDDEN` | `CUSTOMER_INVALID` and those of `customerOfDraft`, `contentOf`, `isLeftFree` and
 *     `priceItems`
 */
export async function prepareDraft(
    dependencies: InvoiceDependencies, command: Command, organisation: Organisation,
    { contactAgeMs = 0, ...input }: PreparedInput
): Promise<NewContents> {
    if (input.issue === true && !command.caller.scopes.includes('invoices:issue')) {
        throw refusedField('FORBIDDEN', 'issue', 'needs the scope invoices:issue');
    }
    // A contact that is read now is young enough at the issue; there the rows of a bulk would ask one after the other.
    const asking = input.issue === true
        ? withFreshness(command, { maxAgeMs: contactAgeMs, standIn: true }) : command;
    const { contact, warnings } = await customerOfDraft(dependencies, asking, {
        contactId: input.contactId ?? null,
        given: givenBuyerOf(input, nothingGiven),
        isChecked: input.validateCustomer !== false,
        isOptional: typeof input.customerName === 'string'
    });
    const today = calendarDate(dependencies.clock.now(), dependencies.config.timeZone);
    const written = contentOf(input, blankContent(organisation), { organisation, today }, contact);
    const content = { ...written, quoteUnclaimed: await isLeftFree(dependencies, command, written) };
    const lines = await priceItems(
        pricingOf(dependencies, command, organisation, content), input.items ?? [], (index) => `items[${index}]`);
    return {
        organisation, content, lines: inLineOrder(lines, input.items ?? []), onBehalfOf: input.createdBy, warnings,
        issue: input.issue
    };
}
