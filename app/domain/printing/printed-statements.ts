import type { Invoice, ChangedField } from '../invoices/invoice.ts';
import { shownTaxPoints } from '../invoices/tax-points.ts';
import { filled } from './print-catalogue.ts';
import type { PrintedStatement } from './printed-document.ts';
import { printedDate, printedMoney, printedRate } from './printed-number.ts';
import type { PrintWords } from './printed-parties.ts';
import { vatInVatCurrency } from './printed-sums.ts';

/**
 * Sentences that the law asks for on a document.
 * @see Ustawa o VAT art. 106e ust. 1 pkt 18, 18a, 19, ust. 11; art. 106b ust. 1a; art. 106j ust. 2 pkt 3
 */
export function printedStatements(invoice: Invoice, words: PrintWords): PrintedStatement[] {
    const { statements } = words.texts;
    return [
        ...invoice.splitPayment ? [{ text: statements.splitPayment, strong: true }] : [],
        ...invoice.invoiceType === 'proforma' ? [{ text: statements.proforma, strong: true }] : [],
        ...correctionStatements(invoice, words),
        ...[...reasonsOf(invoice, words), ...receivedOf(invoice, words), ...ratesOf(invoice, words)]
            .map((text) => ({ text, strong: false })),
        ...invoice.cancellation === null ? []
            : [{ text: filled(statements.cancelled, { reason: invoice.cancellation.reason }), strong: false }]
    ];
}

function correctionStatements({ correction }: Invoice, { texts, language }: PrintWords): PrintedStatement[] {
    if (correction === null) {
        return [];
    }
    const { statements, fields } = texts;
    const valueOf = (value: ChangedField['before']): string => (
        typeof value === 'boolean' ? (value ? statements.yes : statements.no)
            : value !== null && /^\d{4}-\d{2}-\d{2}$/.test(value) ? printedDate(value, language) : value ?? '–');
    return [
        { text: filled(statements.correctionReason, { reason: correction.reason }), strong: true },
        ...correction.changedData.map(({ field, before, after }) => ({
            text: filled(statements.correctedData, {
                field: fields[field] ?? field, before: valueOf(before), after: valueOf(after)
            }),
            strong: false
        }))
    ];
}

/** Provisions and words of lines without VAT, each once. */
function reasonsOf({ lines, advanceOf }: Invoice, { texts }: PrintWords): string[] {
    const reasons = [...lines, ...advanceOf?.lines ?? []].flatMap(({ vat }) => (vat.exemptionReason === null ? []
        : [vat.category === 'E' ? filled(texts.statements.exemption, { reason: vat.exemptionReason })
            : vat.exemptionReason]));
    return [...new Set(reasons)];
}

function receivedOf({ receivedPayments, currency }: Invoice, { texts, language }: PrintWords): string[] {
    return receivedPayments.map(({ date, amountMinor }) => filled(texts.statements.receivedPayment, {
        amount: printedMoney(amountMinor, currency, language), date: printedDate(date, language)
    }));
}

function ratesOf(invoice: Invoice, words: PrintWords): string[] {
    const { texts, language } = words;
    const { currency, vatCurrency, exchange } = invoice;
    const total = vatInVatCurrency(invoice, words);
    if (vatCurrency === null || total === null) {
        return [];
    }
    const points = shownTaxPoints(invoice).flatMap((point) => (point.exchange === null ? [] : [point.exchange]));
    const rates = points.length > 0 ? points : exchange === null ? [] : [exchange];
    const sentences = rates.map(({ rateNanos, date, source }) => filled(texts.statements.exchangeRate, {
        currency, vatCurrency, source, rate: printedRate(rateNanos, language), date: printedDate(date, language)
    }));
    return [...new Set(sentences), filled(texts.statements.vatInVatCurrency, { amount: total })];
}
