import type { VatAmounts, VatCurrencies } from './vat-report.ts';

/** A corrective that lowers the tax and counts in no month before the buyer's confirmation of it is there. */
export type AwaitingCorrective = VatCurrencies & {
    readonly invoiceId: string;
    readonly invoiceNumber: string;
    /** `YYYY-MM-DD` */
    readonly issueDate: string;
    readonly correctedInvoiceNumber: string;
    readonly customerName: string | null;
    readonly own: VatAmounts;
    /** Null where the exchange rate of a tax point is not known. */
    readonly declared: VatAmounts | null;
};

/**
 * Correctives whose confirmation is awaited: how many there are, and the oldest of them.
 * @see Ustawa o VAT art. 29a ust. 13a
 */
export type AwaitingConfirmation = { readonly total: number; readonly correctives: readonly AwaitingCorrective[] };
