import { calendarDate } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { readAcceptedQuote } from '../../domain/invoices/accepted-quote.ts';
import { blankContent, contentOf } from '../../domain/invoices/draft-content.ts';
import { faultsOfCustomer, faultWarning } from '../../domain/invoices/customer-faults.ts';
import { findContact } from '../../domain/invoices/find-contact.ts';
import type { Drafted } from '../../domain/invoices/drafted.ts';
import { inLineOrder } from '../../domain/invoices/line-order.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { storeNewInvoice } from '../../domain/invoices/store-new-invoice.ts';
import { priceItems } from '../../domain/pricing/price-item.ts';
import { pricingOf, type Pricing } from '../../domain/pricing/pricing.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { fromQuoteBody } from './from-quote.schemas.ts';
import { quotedContent } from './quoted-content.ts';
import { quotedTexts, textWarnings } from './quoted-texts.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import type { DraftInput } from '../../domain/invoices/invoice.schemas.ts';

/**
 * Body of an invoice from a quote. Contact and items that are absent come from the quote.
 */
export type FromQuoteInput = ValueOf<typeof fromQuoteBody>;

/**
 * Makes a draft of a quote. With both contact and items, the caller's input is used as it is, and the quote is only
 * checked: it must be accepted. Discount and delivery of a quote belong to its items: the caller's own items
 * come without them. Its terms and notes are taken over where the caller gives none.
 * @throws DomainError `QUOTES_NOT_CONFIGURED` | `QUOTE_NOT_FOUND` | `QUOTE_NOT_ACCEPTED` | `QUOTE_HAS_NO_ITEMS` |
 *     `QUOTE_NOT_INVOICEABLE` |
 *   `QUOTE_ALREADY_INVOICED` and those of `openOrganisation`, `findContact`, `priceItems` and `newDraft`
 */
export async function createFromQuote(
    dependencies: InvoiceDependencies, command: Command<Drafted>, input: FromQuoteInput
): Promise<Drafted> {
    const organisation = await openOrganisation(dependencies, command);
    const { items, createdBy, ...given } = input;
    const isWhole = given.contactId !== undefined && items !== undefined;
    const accepted = isWhole && dependencies.upstreams.quotes === undefined
        ? undefined : await readAcceptedQuote(dependencies, command, given.quoteId);
    const read = isWhole ? undefined : accepted;
    const quoted = items === undefined && read !== undefined ? quotedContent(read, organisation) : undefined;
    const draft: DraftInput = {
        ...given,
        ...(read === undefined ? {} : {
            contactId: given.contactId ?? read.value.contactId, currency: read.value.currency,
            ...quotedTexts(read.value, given)
        }),
        ...(quoted === undefined
            ? {} : { discountPercent: quoted.discountPercent, discountAmount: quoted.discountAmount })
    };

    const contact = await findContact(dependencies, command, draft.contactId, false);
    const today = calendarDate(dependencies.clock.now(), dependencies.config.timeZone);
    const content = contentOf(draft, blankContent(organisation), { organisation, today }, contact);
    const lines = quoted?.lines
        ?? await pricedLines(pricingOf(dependencies, command, organisation, content), items ?? []);
    // The caller of a quote can't give the buyer's values that would heal a fault, so faults wait for the issue.
    const warnings = [
        ...faultsOfCustomer(content.givenBuyer, contact).map(faultWarning),
        ...(read === undefined ? [] : textWarnings(read.value, given))
    ];
    return storeNewInvoice(dependencies, command, { organisation, content, lines, onBehalfOf: createdBy, warnings });
}

async function pricedLines(
    pricing: Pricing, items: NonNullable<FromQuoteInput['items']>
): Promise<readonly DraftLine[]> {
    return inLineOrder(await priceItems(pricing, items, (index) => `items[${index}]`), items);
}
