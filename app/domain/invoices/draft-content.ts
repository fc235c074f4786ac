import { DomainError } from '../../foundation/errors/domain-error.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { minorToMicros } from '../../foundation/money/rounding.ts';
import type { Organisation } from '../organisations/organisation.ts';
import type { Contact } from '../../platform/upstream/contact.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import { buyerOf } from './buyer.ts';
import type { DraftInput } from './draft-input.ts';
import { rateByHand } from './draft-rate.ts';
import { nothingGiven, type DraftContent, type GivenBuyer, type Invoice } from './invoice.ts';

/** Whose draft it is, and the calendar date now. */
export type Drafting = { readonly organisation: Organisation; readonly today: string };

/** The content of a new draft: what was given, and the organisation's defaults for the rest. @throws DomainError `VALIDATION_FAILED` */
export function newContent(input: DraftInput, { organisation, today }: Drafting, contact: Sourced<Contact> | undefined): DraftContent {
    const currency = input.currency ?? organisation.defaultCurrency;
    const issueDate = input.issueDate ?? null;
    const givenBuyer = mergeGiven(nothingGiven, input);
    return {
        invoiceType: input.invoiceType ?? 'vat_invoice',
        contactId: input.contactId ?? null,
        buyer: buyerOf(givenBuyer, contact),
        givenBuyer,
        issueDate,
        saleDate: input.saleDate ?? null,
        dueDate: input.dueDate ?? null,
        paymentMethod: input.paymentMethod ?? organisation.defaultPaymentMethod,
        paymentTerms: input.paymentTerms ?? null,
        notes: input.notes ?? null,
        quoteId: input.quoteId ?? null,
        currency,
        pricesInclude: input.pricesInclude ?? 'net',
        language: input.language ?? organisation.defaultLanguage,
        discountPercentMicros: input.discountPercent ?? 0n,
        discountAmountMinor: amountInCurrency(input.discountAmount ?? 0n, currency, 'discountAmount'),
        exchange: rateByHand(input, { before: null, currency, vatCurrency: organisation.vatCurrency, issueDate, today })
    };
}

/**
 * The content of a draft after an edit: given fields replace, `null` empties, absent ones stay.
 * @param contact - Of the draft as edited; read again when contact or buyer were given.
 * @throws DomainError `VALIDATION_FAILED` | `ITEMS_NEEDED`
 */
export function editedContent(draft: Invoice, input: DraftInput, { organisation, today }: Drafting, contact: Sourced<Contact> | undefined): DraftContent {
    const currency = input.currency ?? draft.currency;
    const pricesInclude = input.pricesInclude ?? draft.pricesInclude;
    assertPricesStillMean(draft, { currency, pricesInclude }, input);
    const givenBuyer = mergeGiven(draft.givenBuyer, input);
    const issueDate = given(input.issueDate, draft.issueDate);
    const discountAmount = input.discountAmount ?? minorToMicros(draft.discountAmountMinor, decimalsOf(draft.currency));
    return {
        invoiceType: input.invoiceType ?? draft.invoiceType,
        contactId: given(input.contactId, draft.contactId),
        buyer: touchesBuyer(input) ? buyerOf(givenBuyer, contact) : draft.buyer,
        givenBuyer,
        issueDate,
        saleDate: given(input.saleDate, draft.saleDate),
        dueDate: given(input.dueDate, draft.dueDate),
        paymentMethod: input.paymentMethod ?? draft.paymentMethod,
        paymentTerms: given(input.paymentTerms, draft.paymentTerms),
        notes: given(input.notes, draft.notes),
        quoteId: given(input.quoteId, draft.quoteId),
        currency,
        pricesInclude,
        language: input.language ?? draft.language,
        discountPercentMicros: input.discountPercent ?? draft.discountPercentMicros,
        discountAmountMinor: amountInCurrency(discountAmount, currency, 'discountAmount'),
        exchange: rateByHand(input, {
            // A rate is that of one currency.
            before: currency === draft.currency ? draft.exchange : null,
            currency, vatCurrency: organisation.vatCurrency, issueDate, today
        })
    };
}

/** Whether an edit says anything about the buyer, so that the contact must be read. */
export function touchesBuyer(input: DraftInput): boolean {
    const { contactId, customerName, customerNIP, customerREGON, customerAddress, customerVATPayer } = input;
    return [contactId, customerName, customerNIP, customerREGON, customerAddress, customerVATPayer].some((field) => field !== undefined);
}

/** Unit prices are numbers in a currency, with or without VAT: when either changes, the old numbers mean something else. */
function assertPricesStillMean(draft: Invoice, { currency, pricesInclude }: Pick<Invoice, 'currency' | 'pricesInclude'>, { items }: DraftInput): void {
    const field = currency === draft.currency ? 'pricesInclude' : 'currency';
    const changed = currency !== draft.currency || pricesInclude !== draft.pricesInclude;
    if (changed && draft.lines.length > 0 && items === undefined) {
        throw new DomainError('ITEMS_NEEDED', `${field} changes what the prices mean: give items again in the same call`, { id: draft.id }, {
            faults: [{ path: 'items', code: 'ITEMS_NEEDED', message: `items must be given again when ${field} changes` }]
        });
    }
}

function mergeGiven(before: GivenBuyer, input: DraftInput): GivenBuyer {
    return {
        name: given(input.customerName, before.name),
        nip: given(input.customerNIP, before.nip),
        regon: given(input.customerREGON, before.regon),
        address: given(input.customerAddress, before.address),
        vatPayer: given(input.customerVATPayer, before.vatPayer)
    };
}

/** What was given, also when it was `null`; else what was there before. */
function given<Value>(value: Value | null | undefined, before: Value | null): Value | null {
    return value === undefined ? before : value;
}
