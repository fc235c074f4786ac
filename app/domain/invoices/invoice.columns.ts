import { formatMinor } from '../../foundation/money/decimal.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { orderedSeller, type Seller } from '../organisations/organisation.ts';
import {
    bigInteger, date, decimal, instant, integer, json, micros, minor, nanos, orNull, text, uuid, yesNo, type Codec
} from './column-codecs.ts';
import { advancesCodec, receivedPaymentsCodec, storedOrder } from './advances.columns.ts';
import { storedBuyer, storedGivenBuyer } from './buyer.ts';
import type { Buyer, Correction, GivenBuyer, Invoice } from './invoice.ts';
import { taxPointsCodec } from './tax-points.columns.ts';
import { columnsOf } from './stored-columns.ts';

const { member, part } = columnsOf<Invoice>();

/**
 * Codec that restores the order of members, which jsonb loses: an invoice is answered byte for byte as when it was
 * issued.
 */
const seller: Codec<Seller, Seller> = { type: 'jsonb', read: orderedSeller, write: (value) => value };

/** A flag whose column is empty on rows of versions that did not have it. */
const flag: Codec<boolean, boolean | null> = {
    type: 'boolean', read: (stored) => stored ?? false, write: (value) => value
};

/** Codec of a buyer, whose older rows lack the members that were added since. */
const buyer: Codec<Buyer, Partial<Buyer>> = { type: 'jsonb', read: storedBuyer, write: (value) => value };

/** The same of the caller's data. */
const givenBuyer: Codec<GivenBuyer, Partial<GivenBuyer>> = {
    type: 'jsonb', read: storedGivenBuyer, write: (value) => value
};

/**
 * The columns of an invoice: member, codec, and the stages at which the column may change. `draft`: by an edit;
 * `issue`: by the statement that issues; `life`: after that, which the trigger `invoice_frozen` must allow too. None:
 * never again.
 *
 * Parts of a member (`part`) are assembled in `invoice.rows.ts`.
 */
export const invoiceColumns = {
    id: member('id', uuid),
    organisation_id: member('organisationId', text),
    version: member('version', integer, 'draft', 'issue', 'life'),
    status: member('status', text, 'issue', 'life'),
    payment_status: member('paymentStatus', text, 'issue', 'life'),
    invoice_type: member('invoiceType', text, 'draft'),
    number: member('number', text, 'issue'),
    series_id: member('seriesId', text, 'issue'),
    series_number: member('seriesNumber', orNull(bigInteger), 'issue'),
    contact_id: member('contactId', uuid, 'draft'),
    buyer: member('buyer', buyer, 'draft', 'issue'),
    given_buyer: member('givenBuyer', givenBuyer, 'draft'),
    seller: member('seller', orNull(seller), 'issue'),
    issue_date: member('issueDate', date, 'draft', 'issue'),
    sale_date: member('saleDate', date, 'draft', 'issue'),
    tax_point_date: member('taxPointDate', date, 'draft'),
    due_date: member('dueDate', date, 'draft', 'issue'),
    payment_method: member('paymentMethod', text, 'draft'),
    payment_terms: member('paymentTerms', text, 'draft'),
    notes: member('notes', text, 'draft'),
    order_number: member('orderNumber', text, 'draft'),
    buyer_reference: member('buyerReference', text, 'draft'),
    buyer_endpoint: member('buyerEndpoint', json, 'draft'),
    recipient: member('recipient', json, 'draft'),
    e_invoice: member('eInvoice', text, 'draft'),
    quote_id: member('quoteId', uuid, 'draft'),
    quote_repeated: member('quoteUnclaimed', flag, 'draft'),
    currency: member('currency', text, 'draft'),
    prices_include: member('pricesInclude', text, 'draft'),
    language: member('language', text, 'draft'),
    rounding_model: member('roundingModel', text, 'draft'),
    discount_percent: member('discountPercentMicros', micros, 'draft'),
    discount_amount: member('discountAmountMinor', minor, 'draft'),
    total_net: member('netMinor', minor, 'draft', 'issue'),
    total_vat: member('vatMinor', minor, 'draft', 'issue'),
    total_gross: member('grossMinor', minor, 'draft', 'issue'),
    paid_amount: member('paidMinor', minor, 'life'),
    credited_amount: member('creditedMinor', minor, 'life'),
    paid_at: member('paidAt', orNull(instant), 'life'),
    split_payment: member('splitPayment', yesNo, 'draft', 'issue'),
    created_by: member('createdBy', text),
    created_at: member('createdAt', instant),
    updated_at: member('updatedAt', instant, 'draft', 'issue', 'life'),
    issued_at: member('issuedAt', orNull(instant), 'issue'),
    sent_at: member('sentAt', orNull(instant), 'issue', 'life'),
    cancelled_at: part(({ cancellation }) => cancellation?.at ?? null, orNull(instant), 'life'),
    cancellation_date: part(({ cancellation }) => cancellation?.date ?? null, date, 'life'),
    cancellation_reason: part(({ cancellation }) => cancellation?.reason ?? null, text, 'life'),
    annulled_at: part(annulledAt, orNull(instant), 'life'),
    receipt_confirmed_on: member('receiptConfirmedOn', date, 'life'),
    open_due_date: member('openDueDate', date, 'life'),
    converted_from_id: member('convertedFromId', uuid),
    advances: member('advances', advancesCodec, 'draft', 'issue'),
    received_payments: member('receivedPayments', receivedPaymentsCodec, 'issue'),
    advance_of_id: part(({ advanceOf }) => advanceOf?.proformaId ?? null, uuid),
    advance_payment_id: part(({ advanceOf }) => advanceOf?.paymentId ?? null, uuid),
    advance_order: part(storedOrder, json),
    exchange_rate: part(({ exchange }) => exchange?.rateNanos ?? null, orNull(nanos), 'draft', 'issue'),
    exchange_rate_date: part(({ exchange }) => exchange?.date ?? null, date, 'draft', 'issue'),
    exchange_rate_source: part(({ exchange }) => exchange?.source ?? null, text, 'draft', 'issue'),
    vat_currency: member('vatCurrency', text, 'draft', 'issue'),
    total_vat_in_vat_currency: part(vatInVatCurrency, decimal, 'issue'),
    construction_services: member('constructionServices', flag, 'draft', 'issue'),
    tax_points: member('taxPoints', taxPointsCodec, 'issue'),
    content_format: member('contentFormat', integer, 'issue'),
    content_hash: member('contentHash', text, 'issue'),
    chain_hash: member('chainHash', text, 'issue')
};

/** Columns that are written and never read: copies for search, and the links of a corrective, which `links` reads. */
export const copiedColumns = {
    customer_name: part(({ buyer }) => buyer.name, text, 'draft', 'issue'),
    customer_nip: part(({ buyer }) => buyer.nip ?? buyer.taxId?.number ?? null, text, 'draft', 'issue'),
    corrects_id: part(({ correction }) => correction?.invoiceId ?? null, uuid),
    correction_number: part(({ correction }) => correction?.sequence ?? null, integer),
    correction_reason: part(({ correction }) => correction?.reason ?? null, text),
    correction_effect: part(({ correction }) => correction?.effect ?? null, text),
    correction_effect_date: part(({ correction }) => correction?.effectDate ?? null, date),
    corrected_data: part(correctedData, json)
};

/** All stored columns of an invoice itself. */
export const storedColumns = { ...invoiceColumns, ...copiedColumns };

function annulledAt({ cancellation }: Invoice): Date | null {
    return cancellation?.annulled === true ? cancellation.at : null;
}

function correctedData({ correction }: Invoice): Correction['changedData'] | null {
    return correction === null || correction.changedData.length === 0 ? null : correction.changedData;
}

function vatInVatCurrency({ vatCurrency, vatInVatCurrencyMinor: minorUnits }: Invoice): string | null {
    return vatCurrency === null || minorUnits === null ? null : formatMinor(minorUnits, decimalsOf(vatCurrency));
}
