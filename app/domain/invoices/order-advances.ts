import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import type { AdvanceInvoiceLink, DeductedAdvance, ReceivedPayment } from './advance.ts';
import { sumOfAdvance } from './deduction.ts';
import type { Invoice, PaymentLink } from './invoice.ts';
import { taxPointRuleOf } from './tax-points.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';

/** Maximum payments that an error names. */
const maxNamed = 5;

/** The advance invoices of a proforma that a final invoice deducts: all that were not cancelled or taken back. */
export function presentAdvances({ advanceInvoices }: Pick<Invoice, 'advanceInvoices'>): readonly DeductedAdvance[] {
    return advanceInvoices.filter(isPresent).map(({ invoiceId, invoiceNumber, issueDate, rates }) =>
        ({ invoiceId, invoiceNumber, issueDate, rates: rates.filter(hasAmounts) }));
}

/** The gross amount of the advance invoices of a proforma after their correctives, in minor units. */
export function advancedMinor(proforma: Pick<Invoice, 'advanceInvoices'>): bigint {
    return presentAdvances(proforma).reduce((sum, advance) => sum + sumOfAdvance(advance), 0n);
}

/** The advance invoice of a payment on a proforma; undefined where it has none, or a cancelled one. */
export function advanceInvoiceOf(
    { advanceInvoices }: Pick<Invoice, 'advanceInvoices'>, paymentId: string
): AdvanceInvoiceLink | undefined {
    return advanceInvoices.find((advance) => advance.paymentId === paymentId && advance.status !== 'cancelled');
}

/**
 * The payments on a proforma without an advance invoice, or with one that was taken back. Their money is credit of the
 * customer.
 */
export function uninvoicedPayments(
    proforma: Pick<Invoice, 'advanceInvoices' | 'payments' | 'paidMinor'>
): readonly PaymentLink[] {
    const isInvoiced = ({ paymentId }: PaymentLink): boolean => {
        const invoice = advanceInvoiceOf(proforma, paymentId);
        return invoice !== undefined && isPresent(invoice);
    };
    return proforma.paidMinor === 0n ? [] : proforma.payments.filter((payment) => !isInvoiced(payment));
}

/**
 * The money that a proforma's invoice shows with its day, in the order of the days: received up to the sale, and
 * without an advance invoice. The days of money for intra-Community supplies are not shown.
 * @param today - Day of the sale where the invoice leaves it open, `YYYY-MM-DD`.
 * @see Ustawa o VAT art. 106b ust. 1a, art. 106e ust. 1 pkt 6
 */
export function receivedPaymentsOf(proforma: Invoice, invoice: Converted, today: string): readonly ReceivedPayment[] {
    const soldOn = saleDateOf(invoice, today);
    return taxedPayments(proforma, invoice).filter(({ date }) => date <= soldOn)
        .map(({ date, amountMinor }) => ({ date, amountMinor }));
}

/** The invoice of a proforma, before or as it is issued. */
type Converted = Pick<Invoice, 'invoiceType' | 'lines' | 'buyer' | 'saleDate' | 'issueDate' | 'taxPointDate'
    | 'constructionServices' | 'currency'>;

/**
 * Asserts that every payment that needs an advance invoice has one: money that was received in a month before the
 * sale, and for construction services all money that was received up to the sale. No advance invoice is issued for
 * intra-Community supplies.
 * @param today - Day of the sale where the invoice leaves it open, `YYYY-MM-DD`.
 * @param wayOut - Continues the sentence that names the payments.
 * @throws DomainError `ADVANCE_INVOICE_MISSING` | `SALE_BEFORE_ADVANCE`
 * @see Ustawa o VAT art. 106b ust. 1 pkt 4, ust. 1a; art. 19a ust. 8; art. 20 ust. 1
 */
export function assertAdvancesInvoiced(proforma: Invoice, invoice: Converted, today: string, wayOut: string): void {
    const saleDate = saleDateOf(invoice, today);
    assertSoldAfterAdvances(proforma, saleDate);
    const isConstruction = invoice.lines.some((line) => taxPointRuleOf(line, invoice) === 'construction');
    const missing = taxedPayments(proforma, invoice).filter(({ date }) =>
        (isConstruction ? date <= saleDate : date.slice(0, 7) < saleDate.slice(0, 7)));
    if (missing.length > 0) {
        const named = missing.slice(0, maxNamed).map(({ amountMinor, date, paymentId }) =>
            `${moneyText(amountMinor, invoice.currency)} of ${date} (payment ${paymentId})`).join(', ');
        const reason = isConstruction ? 'for construction services' : `before the month of the sale, ${saleDate}`;
        const message = `${named} was received ${reason} and has no advance invoice; ${wayOut}`;
        throw new DomainError('ADVANCE_INVOICE_MISSING', `advancePayments: ${message}`, {
            proformaId: proforma.id, paymentIds: missing.map(({ paymentId }) => paymentId)
        }, { faults: [{ path: 'advancePayments', code: 'ADVANCE_INVOICE_MISSING', message }] });
    }
}

/** The day of a sale, `YYYY-MM-DD`: the given one, else that of the issue, else today. */
function saleDateOf({ saleDate, issueDate }: Converted, today: string): string {
    return saleDate ?? issueDate ?? today;
}

/** The payments without an advance invoice of an order on whose advances tax arises. */
function taxedPayments(proforma: Invoice, invoice: Converted): readonly PaymentLink[] {
    return takesAdvances(invoice) ? uninvoicedPayments(proforma) : [];
}

/** Refuses money after the sale: its tax arose with the sale. @see Ustawa o VAT art. 19a ust. 1, ust. 8 */
function assertSoldAfterAdvances({ advanceInvoices }: Invoice, saleDate: string): void {
    const late = advanceInvoices.find((advance) => isPresent(advance) && advance.receivedOn > saleDate);
    if (late !== undefined) {
        throw refusedField('SALE_BEFORE_ADVANCE', 'saleDate',
            `is ${saleDate}, before ${late.receivedOn}, on which the money of advance invoice ${late.invoiceNumber} `
            + 'came: money after the sale is no advance; correct that advance invoice, or the date');
    }
}

/** Tells whether tax arises on advances: not on those for intra-Community supplies. @see Ustawa o VAT art. 20 ust. 1 */
export function takesAdvances({ lines }: Pick<Invoice, 'lines'>): boolean {
    return lines.every(({ vat }) => vat.category !== 'K');
}

function isPresent({ status, rates }: AdvanceInvoiceLink): boolean {
    return status !== 'cancelled' && rates.some(hasAmounts);
}

function hasAmounts({ netMinor, vatMinor }: VatBreakdownRow): boolean {
    return netMinor !== 0n || vatMinor !== 0n;
}
