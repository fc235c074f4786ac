import type { InvoiceStatus } from '../../foundation/vocabulary/invoice-statuses.ts';
import type { DraftLine } from '../pricing/draft-line.ts';
import type { LineTotals } from '../totals/totals.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';

/**
 * An advance invoice as another document deducts it, in its state after its own correctives. A corrective that gives
 * it back has the amounts negated.
 * @see Ustawa o VAT art. 106f ust. 3
 */
export type DeductedAdvance = {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    /** `YYYY-MM-DD` */
    readonly issueDate: string;
    readonly rates: readonly VatBreakdownRow[];
};

/**
 * Money that was received for an invoice before it was issued, without an advance invoice of its own.
 * @see Ustawa o VAT art. 106b ust. 1a, art. 106e ust. 1 pkt 6
 */
export type ReceivedPayment = {
    /** Day on which the money was received, `YYYY-MM-DD`. */
    readonly date: string;
    readonly amountMinor: bigint;
};

/** A line of an order with its amounts, as the proforma had it. */
export type OrderLine = DraftLine & { readonly totals: LineTotals };

/** The order that an advance was received for: the proforma, frozen. @see Ustawa o VAT art. 106f ust. 1 pkt 4 */
export type AdvanceOrder = {
    readonly proformaId: string;
    readonly proformaNumber: string;
    /** Payment that the advance invoice is for. */
    readonly paymentId: string;
    readonly grossMinor: bigint;
    readonly lines: readonly OrderLine[];
};

/** An advance invoice as its proforma shows it. */
export type AdvanceInvoiceLink = Omit<DeductedAdvance, 'rates'> & {
    /** Day on which the money was received, `YYYY-MM-DD`. */
    readonly receivedOn: string;
    readonly paymentId: string;
    readonly status: InvoiceStatus;
    readonly version: number;
    /** Gross amount as it was issued, in minor units. */
    readonly grossMinor: bigint;
    /** Amounts after its correctives. */
    readonly rates: readonly VatBreakdownRow[];
};

/** The final invoice that deducts an advance invoice. */
export type FinalInvoiceLink = { readonly invoiceId: string; readonly invoiceNumber: string };
