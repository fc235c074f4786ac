import { isDeepStrictEqual } from 'node:util';
import { addDays } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import { seriesOf, type Series } from '../numbering/number-pattern.ts';
import { missingSellerFields, sellerOf, type Organisation } from '../organisations/organisation.ts';
import { contentFormatOf } from './canonical-content.ts';
import { contentHashOf } from './content-hash.ts';
import { assertDiscountFits, draftAtIssue } from './draft.ts';
import type { Buyer, Invoice } from './invoice.ts';
import { assertIssueDates } from './issue-dates.ts';
import { dueDateOfTerms } from './payment-terms.ts';
import { paymentStatusOf } from './settle.ts';
import { isAgreed } from '../pricing/price-source.ts';
import { assertTreatment, treatedLines } from './vat-treatment.ts';

/** Decisions of the issuer, and the time of issuing. */
export type IssueOptions = {
    /** Current calendar date in the seller's time zone. */
    readonly today: string;
    readonly now: Date;
    /** The issue date, if it differs from the draft's own or today. */
    readonly issueDate?: string;
    /** True: issue with prices older than the limit. */
    readonly keepPrices: boolean;
    readonly priceMaxAgeHours: number;
};

/** A document as it is frozen, with the hash of its content: no content may change after this. */
export function sealed(invoice: Invoice): Invoice {
    const formatted = { ...invoice, contentFormat: contentFormatOf(invoice) };
    return { ...formatted, contentHash: contentHashOf(formatted) };
}

/** An invoice that is ready to be issued, except for its number, which only the database can assign. */
export type Issuable = { readonly invoice: Invoice; readonly series: Series };

const hourMs = 3_600_000;

/**
 * Turns a draft into the invoice that is about to be issued. Pure: the statement that stores it takes its number.
 * Dates that the draft leaves open are filled: issued today, sold on the issue date, due after the payment terms.
 * @throws DomainError `INVOICE_NOT_DRAFT` | `INVOICE_HAS_NO_LINES` | `SELLER_INCOMPLETE` | `BUYER_INCOMPLETE` |
 *     `PRICE_TOO_OLD` | `DISCOUNT_EXCEEDS_TOTAL`, and those of `assertIssueDates` and
 *     `assertTreatment`
 * @see Directive 2006/112/EC art. 226 (1)-(2): date and sequential number
 */
export function issue(draft: Invoice, organisation: Organisation, options: IssueOptions): Issuable {
    const issueDate = options.issueDate ?? draft.issueDate ?? options.today;
    const content = {
        issueDate,
        saleDate: draft.saleDate ?? issueDate,
        // The money of an advance invoice was received before it.
        dueDate: draft.invoiceType === 'advance_invoice' ? null
            : draft.dueDate ?? dueDateOfTerms(draft.paymentTerms, issueDate)
                ?? addDays(issueDate, organisation.paymentTermsDays)
    };
    // The draft's own rounding model: the issued document has the totals that were shown, even if the organisation's
    // model has changed since.
    const issuable = draftAtIssue(draft, organisation, content, options.now);
    assertIssueDates(issuable, options.today);
    assertSameTotals(draft, issuable);
    assertHasLines(issuable);
    assertDiscountFits(issuable);
    assertSellerComplete(organisation);
    assertBuyerComplete(issuable);
    assertTreatment({ organisation, buyer: issuable.buyer, lines: treatedLines(issuable, options.today) });
    assertPricesFresh(issuable, options);

    return {
        // An invoice of 0.00 has nothing left to pay, so it waits for no payment.
        invoice: {
            ...issuable, status: 'issued', paymentStatus: paymentStatusOf(issuable),
            buyer: withCountry(issuable.buyer, organisation.country),
            seller: sellerOf(organisation, draft.currency), issuedAt: options.now
        },
        series: seriesOf(draft.invoiceType, organisation.numberPatterns[draft.invoiceType], issueDate)
    };
}

/**
 * Asserts that the stored lines, recomputed, give the stored amounts: a difference is a defect of the code or the
 * database.
 */
function assertSameTotals(draft: Invoice, recomputed: Invoice): void {
    const areSameLines = draft.lines.every(({ totals }, index) =>
        isDeepStrictEqual(totals, recomputed.lines[index]?.totals));
    if (!areSameLines || draft.netMinor !== recomputed.netMinor || draft.vatMinor !== recomputed.vatMinor
        || draft.grossMinor !== recomputed.grossMinor) {
            throw new Error(`the stored totals of draft ${draft.id} do not follow from its lines`);
        }
}

function assertHasLines({ id, lines }: Invoice): void {
    if (lines.length === 0) {
        throw new DomainError(
            'INVOICE_HAS_NO_LINES', 'items: an invoice needs at least one line to be issued', { id }, {
                faults: [{ path: 'items', code: 'INVOICE_HAS_NO_LINES', message: 'needs at least one line' }]
            });
    }
}

/** @throws DomainError `SELLER_INCOMPLETE` */
export function assertSellerComplete(organisation: Organisation): void {
    const missing = missingSellerFields(organisation);
    if (missing.length > 0) {
        throw new DomainError('SELLER_INCOMPLETE',
            `The organisation's profile lacks ${missing.join(', ')}: an administrator completes it at the invoice `
                + 'service itself, with PATCH /organisation', { missing }, {
                faults: missing.map((field) =>
                    ({ path: `organisation.${field}`, code: 'REQUIRED', message: 'is required' }))
            });
    }
}

/** A buyer with its country, which is the seller's where nothing says another one. Nobody has none. */
function withCountry(buyer: Buyer, sellersCountry: string): Buyer {
    const isNobody = buyer.name === null && buyer.address === null;
    return isNobody ? buyer : { ...buyer, country: buyer.country ?? sellersCountry };
}

/**
 * Refuses a VAT invoice without the name or the address of its buyer. A proforma is an offer and may do without.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 3; EN 16931 BR-07, BR-10
 */
function assertBuyerComplete({ id, invoiceType, buyer }: Invoice): void {
    const missing = [
        ...(buyer.name === null ? ['customerName'] : []), ...(buyer.address === null ? ['customerAddress'] : [])
    ];
    if (invoiceType !== 'proforma' && missing.length > 0) {
        throw new DomainError('BUYER_INCOMPLETE',
            `${missing.join(', ')}: a VAT invoice shows the buyer's name and address, on one line or in parts; give `
                + 'what is missing to the draft, or to its contact', { id, missing }, {
                faults: missing.map((path) => ({
                    path, code: 'REQUIRED', message: 'is required on a VAT invoice, or its value in the contact'
                }))
            });
    }
}

function assertPricesFresh(
    { id, lines, convertedFromId }: Invoice, { now, keepPrices, priceMaxAgeHours }: IssueOptions
): void {
    const oldest = now.getTime() - priceMaxAgeHours * hourMs;
    const faults = lines.flatMap(({ priceSource }, index) =>
        !isAgreed(priceSource) && Date.parse(priceSource.fetchedAt) < oldest
            ? [{
                path: `items[${index}]`, code: 'PRICE_TOO_OLD',
                message: `has a price that was read at ${priceSource.fetchedAt}`
            }]
            : []);
    // The buyer accepted the proforma's prices, however old they are.
    if (!keepPrices && convertedFromId === null && faults.length > 0) {
        throw new DomainError('PRICE_TOO_OLD',
            `${faultSentence(faults.slice(0, 1))}: recalculate the draft first, `
                + 'by POST /invoices/{invoiceId}/recalculate',
            { id, priceMaxAgeHours }, { faults });
    }
}
