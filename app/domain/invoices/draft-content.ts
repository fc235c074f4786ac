import { DomainError } from '../../foundation/errors/domain-error.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { minorToMicros } from '../../foundation/money/rounding.ts';
import type { Organisation } from '../organisations/organisation.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import { buyerOf } from './buyer.ts';
import { rateByHand } from './draft-rate.ts';
import { given, givenBuyerOf, recipientOf, touchesBuyer } from './given-buyer.ts';
import { nothingGiven, type DraftContent, type Invoice } from './invoice.ts';
import type { DraftInput } from './invoice.schemas.ts';

/** The organisation of a draft, and the current calendar date. */
export type Drafting = { readonly organisation: Organisation; readonly today: string };

/** The content that a new draft starts from: the organisation's defaults, and no values of a caller. */
export function blankContent(organisation: Organisation): DraftContent {
    return {
        invoiceType: 'vat_invoice',
        contactId: null,
        buyer: buyerOf(nothingGiven, undefined),
        givenBuyer: nothingGiven,
        issueDate: null,
        saleDate: null,
        taxPointDate: null,
        dueDate: null,
        paymentMethod: organisation.defaultPaymentMethod,
        paymentTerms: null,
        notes: null,
        orderNumber: null,
        buyerReference: null,
        buyerEndpoint: null,
        recipient: null,
        eInvoice: organisation.eInvoice === 'none' ? null : organisation.eInvoice,
        quoteId: null,
        quoteUnclaimed: false,
        currency: organisation.defaultCurrency,
        pricesInclude: 'net',
        language: organisation.defaultLanguage,
        discountPercentMicros: 0n,
        discountAmountMinor: 0n,
        exchange: null,
        vatCurrency: null
    };
}

/**
 * The content of a draft: given fields replace those of `start`, `null` empties a field, absent fields stay.
 * @param start - {@link blankContent} for a new draft; the present content for an edited one.
 * @param contact - Contact of the resulting draft; read when contact or buyer were given.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function contentOf(
    input: DraftInput, start: DraftContent, { organisation, today }: Drafting, contact: Sourced<Contact> | undefined
): DraftContent {
    const currency = given(input.currency, start.currency);
    const issueDate = given(input.issueDate, start.issueDate);
    const saleDate = given(input.saleDate, start.saleDate);
    const taxPointDate = given(input.taxPointDate, start.taxPointDate);
    const givenBuyer = givenBuyerOf(input, start.givenBuyer);
    const { vatCurrency } = organisation;
    // A rate belongs to two currencies.
    const meansTheSame = currency === start.currency && (start.vatCurrency ?? vatCurrency) === vatCurrency;
    const exchange = rateByHand(input, {
        before: meansTheSame ? start.exchange : null, currency, vatCurrency, issueDate,
        taxDate: taxPointDate ?? saleDate, today
    });
    const discountBefore = minorToMicros(start.discountAmountMinor, decimalsOf(start.currency));
    const discountAmount = given<bigint | null>(input.discountAmount, discountBefore) ?? 0n;
    return {
        invoiceType: given(input.invoiceType, start.invoiceType),
        contactId: given(input.contactId, start.contactId),
        buyer: touchesBuyer(input) ? buyerOf(givenBuyer, contact) : start.buyer,
        givenBuyer,
        issueDate,
        saleDate,
        taxPointDate,
        dueDate: given(input.dueDate, start.dueDate),
        paymentMethod: given(input.paymentMethod, start.paymentMethod),
        paymentTerms: given(input.paymentTerms, start.paymentTerms),
        notes: given(input.notes, start.notes),
        orderNumber: given(input.orderNumber, start.orderNumber),
        buyerReference: given(input.buyerReference, start.buyerReference),
        buyerEndpoint: given(input.buyerEndpoint, start.buyerEndpoint),
        recipient: given(recipientOf(input), start.recipient),
        eInvoice: given(input.eInvoice === 'none' ? null : input.eInvoice, start.eInvoice),
        quoteId: given(input.quoteId, start.quoteId),
        quoteUnclaimed: start.quoteUnclaimed,
        currency,
        pricesInclude: given(input.pricesInclude, start.pricesInclude),
        language: given(input.language, start.language),
        discountPercentMicros: given<bigint | null>(input.discountPercent, start.discountPercentMicros) ?? 0n,
        discountAmountMinor: amountInCurrency(discountAmount, currency, 'discountAmount'),
        exchange,
        vatCurrency: exchange && vatCurrency
    };
}

/**
 * Refuses to keep unit prices when the currency or net/gross changes: the same numbers would mean something else.
 * @throws DomainError `ITEMS_NEEDED`
 */
export function assertPricesStillMean(draft: Invoice, input: DraftInput): void {
    const hasOtherCurrency = input.currency !== undefined && input.currency !== draft.currency;
    const includesOther = input.pricesInclude !== undefined && input.pricesInclude !== draft.pricesInclude;
    if ((hasOtherCurrency || includesOther) && draft.lines.length > 0 && input.items === undefined) {
        const field = hasOtherCurrency ? 'currency' : 'pricesInclude';
        throw new DomainError('ITEMS_NEEDED',
            `${field} changes what the prices mean: give items again in the same call`, { id: draft.id }, {
                faults: [{
                    path: 'items', code: 'ITEMS_NEEDED', message: `must be given again when ${field} changes`
                }]
            });
    }
}
