import { vatRateOf } from '../../foundation/money/vat.ts';
import { sumOfAdvance } from './deduction.ts';
import type { Invoice } from './invoice.ts';
import { advanceInvoiceOf } from './order-advances.ts';

/** A document's advances in the words of the API. @param amount - Writes minor units of the document's currency. */
export function advancesDocument(invoice: Invoice, amount: (minor: bigint) => string) {
    const { advances, advanceOf, advanceInvoices, receivedPayments, deductedBy } = invoice;
    return {
        advances: advances.map((advance) => ({
            invoiceId: advance.invoiceId,
            invoiceNumber: advance.invoiceNumber,
            issueDate: advance.issueDate,
            ksefNumber: null,
            gross: amount(sumOfAdvance(advance)),
            rates: advance.rates.map((rate) => ({
                vatCategory: rate.category,
                vatRate: vatRateOf(rate),
                net: amount(rate.netMinor),
                vat: amount(rate.vatMinor),
                gross: amount(rate.grossMinor)
            }))
        })),
        receivedPayments: receivedPayments.map(({ date, amountMinor }) => ({ date, amount: amount(amountMinor) })),
        advanceInvoices: advanceInvoices.map(({ invoiceId, invoiceNumber, grossMinor, receivedOn, status }) =>
            ({ invoiceId, invoiceNumber, amount: amount(grossMinor), receivedOn, status })),
        proformaId: advanceOf?.proformaId ?? null,
        proformaNumber: advanceOf?.proformaNumber ?? null,
        orderGross: advanceOf === null ? null : amount(advanceOf.grossMinor),
        deductedBy: deductedBy && { invoiceId: deductedBy.invoiceId, invoiceNumber: deductedBy.invoiceNumber }
    };
}

/** The advances on a proforma in the words of the API, each with its advance invoice. */
export function advancePaymentsDocument(proforma: Invoice, amount: (minor: bigint) => string) {
    const { invoiceType, paidMinor, payments } = proforma;
    return invoiceType !== 'proforma' || paidMinor === 0n ? [] : payments.map(
        ({ paymentId, date, method, amountMinor, reference }) => ({
            paymentId, date, method, amount: amount(amountMinor), reference,
            advanceInvoiceId: advanceInvoiceOf(proforma, paymentId)?.invoiceId ?? null
        }));
}
