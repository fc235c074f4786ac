import { addDays } from '../../foundation/clock/clock.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Invoice } from './invoice.ts';

/** Days that a sale may follow its invoice. */
const maxDaysToSale = 60;

/**
 * Calendar years before the present one in which a document may be dated. Tax can be assessed until five years after
 * the end of the year in which it was payable, and tax of a year's end is payable in the next year.
 */
const maxYearsBack = 6;

/** Facts about a document that is about to be issued. */
type Dated = Pick<Invoice, 'invoiceType' | 'issueDate' | 'saleDate' | 'taxPointDate'>;

/**
 * Asserts that a document may be issued with its dates.
 * @param today - Calendar date in the seller's time zone.
 * @throws DomainError `ISSUE_DATE_IN_FUTURE` | `SALE_DATE_TOO_LATE` | `DATE_TOO_EARLY`
 * @see Ustawa o VAT art. 106i ust. 7; Ordynacja podatkowa art. 70 § 1
 */
export function assertIssueDates({ invoiceType, issueDate, saleDate, taxPointDate }: Dated, today: string): void {
    if (issueDate === null || saleDate === null) {
        throw new RangeError('a document that is issued has its dates');
    }
    const days = { issueDate, saleDate, ...(taxPointDate === null ? {} : { taxPointDate }) };
    assertNotInFuture(issueDate, today);
    assertNotTooEarly(days, today);
    // A proforma is an offer, whose sale may be far ahead.
    if (invoiceType !== 'proforma') {
        assertSoldInTime(days, issueDate);
    }
}

/**
 * Asserts that an issue date is today at the latest: one that was typed ahead would start a period of numbers, and its
 * number cannot be taken back.
 * @throws DomainError `ISSUE_DATE_IN_FUTURE`
 */
export function assertNotInFuture(issueDate: string, today: string): void {
    if (issueDate > today) {
        throw refusedField('ISSUE_DATE_IN_FUTURE', 'issueDate',
            `is ${issueDate}, and must not be after today, ${today}: change it, or issue the document on that day`);
    }
}

/** Dates by their fields. */
type Days = Readonly<Record<string, string>>;

/**
 * Asserts that no date lies so long ago that its tax can no longer be assessed.
 * @throws DomainError `DATE_TOO_EARLY`
 * @see Ordynacja podatkowa art. 70 § 1
 */
export function assertNotTooEarly(days: Days, today: string): void {
    const earliest = `${Number(today.slice(0, 4)) - maxYearsBack}-01-01`;
    for (const [field, day] of Object.entries(days)) {
        if (day < earliest) {
            throw refusedField('DATE_TOO_EARLY', field,
                `is ${day}, and must not be before ${earliest}: the tax of earlier years can no longer be assessed`);
        }
    }
}

/**
 * Asserts that nothing is sold too long after its invoice.
 * @param days - Sale date and tax point by hand, by their fields.
 * @throws DomainError `SALE_DATE_TOO_LATE`
 */
export function assertSoldInTime(days: Days, issueDate: string): void {
    const latest = addDays(issueDate, maxDaysToSale);
    for (const [field, day] of Object.entries(days)) {
        if (day > latest) {
            throw refusedField('SALE_DATE_TOO_LATE', field, `is ${day}, and must not be after ${latest}: an invoice is `
                + `issued at most ${maxDaysToSale} days before the sale; change ${field}, or issue the invoice later`);
        }
    }
}
