import type { Invoice } from '../invoices/invoice.ts';
import type { Seller } from '../organisations/organisation.ts';
import { labelled } from './labelled.ts';
import type { PrintedPayment } from './printed-document.ts';
import { printedDate, printedIban } from './printed-number.ts';
import type { PrintWords } from './print-texts.ts';
import { transferCode } from './transfer-code.ts';

/** Receiver of a payment, and what is to be paid. */
export type Payable = {
    readonly seller: Seller;
    /** Minor units; not above 0 where the buyer has nothing to pay. */
    readonly dueMinor: bigint;
    /** Title of the transfer; null: none. */
    readonly reference: string | null;
};

/** Directions for the payment; null where the buyer has nothing to pay. */
export function printedPayment(
    invoice: Invoice, payable: Payable, { texts, language }: PrintWords
): PrintedPayment | null {
    const { payment } = texts;
    const { seller, dueMinor, reference } = payable;
    const { invoiceType, paymentMethod, dueDate } = invoice;
    if (invoiceType === 'advance_invoice' || dueMinor <= 0n) {
        return null;
    }
    const byTransfer = paymentMethod === 'bank_transfer' && seller.iban !== null;
    const rows = labelled([
        [payment.account, byTransfer ? printedIban(seller.iban ?? '') : null],
        [payment.dueDate, dueDate === null ? null : printedDate(dueDate, language)],
        [payment.title, byTransfer ? reference : null],
        [payment.bank, byTransfer ? seller.bankName : null],
        [payment.method, payment.methods[paymentMethod]],
        [payment.terms, invoice.paymentTerms]
    ]);
    return {
        rows,
        qr: byTransfer ? codeOf(invoice, payable) : null,
        qrText: payment.scan
    };
}

/**
 * The code of the transfer. Not where split payment is an obligation: the code makes an ordinary transfer, which the
 * law forbids there.
 * @see Ustawa o VAT art. 108a ust. 1a, art. 108f
 */
function codeOf(
    { cancellation, splitPayment, currency }: Invoice, { seller, dueMinor, reference }: Payable
): string | null {
    return reference === null || cancellation !== null || splitPayment ? null : transferCode({
        iban: seller.iban ?? '', receiver: seller.legalName ?? '', nip: seller.nip, amountMinor: dueMinor, currency,
        title: reference
    });
}
