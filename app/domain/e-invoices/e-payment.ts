import type { EInvoiceFormat } from '../../foundation/vocabulary/e-invoice-formats.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';
import type { Invoice } from '../invoices/invoice.ts';
import type { Seller } from '../organisations/organisation.ts';
import type { PrintTexts } from '../printing/print-texts.ts';
import type { EPayment } from './e-invoice.ts';

/**
 * Codes of the means of payment (UNTDID 4461): 10 cash, 48 bank card, 68 online payment service, ZZZ as agreed. A
 * transfer in euro is SEPA's (58), another one 30.
 */
const codes: Readonly<Record<Exclude<PaymentMethod, 'bank_transfer'>, string>> = {
    cash: '10', card: '48', blik: '68', other: 'ZZZ'
};

/** Means that are agreed between the parties. */
const asAgreed = 'ZZZ';

/** Facts that decide on the directions for the payment. */
export type PaymentFacts = {
    readonly invoice: Invoice;
    readonly seller: Seller;
    readonly number: string;
    /** True where the buyer has something to pay. */
    readonly isOwed: boolean;
    readonly profile: EInvoiceFormat;
    readonly words: PrintTexts['payment'];
};

/**
 * Directions for the payment (BG-16), where something is to be paid. XRechnung wants them always (BR-DE-1), and with
 * the code of a bank card the card's own number (BR-DE-24-a), which is not known.
 */
export function paymentOf({ invoice, seller, number, isOwed, profile, words }: PaymentFacts): EPayment | null {
    const { paymentMethod, currency } = invoice;
    if (!isOwed && profile !== 'xrechnung') {
        return null;
    }
    const stated = { text: words.methods[paymentMethod], reference: number };
    if (paymentMethod === 'bank_transfer' && (isOwed || seller.iban !== null)) {
        return {
            ...stated, code: currency === 'EUR' ? '58' : '30',
            account: seller.iban === null ? null : { iban: seller.iban, holder: seller.legalName ?? '' }
        };
    }
    const isUnsaid = paymentMethod === 'bank_transfer' || (profile === 'xrechnung' && paymentMethod === 'card');
    return { ...stated, code: isUnsaid ? asAgreed : codes[paymentMethod], account: null };
}
