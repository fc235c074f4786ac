import { defaultExemptionReasons } from '../../foundation/money/vat.ts';
import type { ExchangeRate, Invoice, ChangedField, InvoiceLine } from '../invoices/invoice.ts';
import { shownTaxPoints } from '../invoices/tax-points.ts';
import { filled } from './print-catalogue.ts';
import type { PrintedStatement } from './printed-document.ts';
import { printedDate, printedMoney, printedRate } from './printed-number.ts';
import type { PrintTexts, PrintWords } from './print-texts.ts';

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
        ...reasonsOf(invoice, words),
        ...[...receivedOf(invoice, words), ...ratesOf(invoice, words)].map((text) => ({ text, strong: false })),
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

/** Provisions and words of lines without VAT, each once. Those of the reverse charge are strong. */
function reasonsOf({ lines, advanceOf }: Invoice, { texts }: PrintWords): PrintedStatement[] {
    const reasons = [...lines, ...advanceOf?.lines ?? []].flatMap(({ vat }) => (vat.exemptionReason === null ? []
        : [[reasonText(vat.category, vat.exemptionReason, texts), vat.category === 'AE'] as const]));
    return [...new Map(reasons)].map(([text, strong]) => ({ text, strong }));
}

/** A reason with its translation. The law's own words for the reverse charge stand before others. */
function reasonText(category: InvoiceLine['vat']['category'], reason: string, { statements }: PrintTexts): string {
    if (category === 'E') {
        return filled(statements.exemption, { reason });
    }
    const lawWords = defaultExemptionReasons.AE;
    if (category === 'AE' && !reason.toLowerCase().includes(lawWords)) {
        return `${lawWords}: ${reason}`;
    }
    const translation = statements.reasons[reason];
    return translation === undefined ? reason : `${reason} (${translation})`;
}

function receivedOf({ receivedPayments, currency }: Invoice, { texts, language }: PrintWords): string[] {
    return receivedPayments.map(({ date, amountMinor }) => filled(texts.statements.receivedPayment, {
        amount: printedMoney(amountMinor, currency, language), date: printedDate(date, language)
    }));
}

/** The source of a rate in words: `nbp-a 225/A/NBP/2026` gives `NBP, table 225/A/NBP/2026`. */
function sourceText(source: string, { statements }: PrintTexts): string {
    const table = /^nbp-[a-z] (.+)$/.exec(source)?.[1];
    return table !== undefined ? filled(statements.sources.nbp, { table })
        : source === 'manual' ? statements.sources.manual : source;
}

/** Rates of exchange, one for each tax point where they differ. The sums stand in the breakdown. */
function ratesOf(invoice: Invoice, { texts, language }: PrintWords): string[] {
    const { currency, vatCurrency, vatInVatCurrencyMinor, exchange } = invoice;
    if (vatCurrency === null || vatInVatCurrencyMinor === null) {
        return [];
    }
    const { exchangeRate, exchangeRateOfDay } = texts.statements;
    const placesOf = ({ rateNanos, date, source }: ExchangeRate) => ({
        currency, vatCurrency, source: sourceText(source, texts), rate: printedRate(rateNanos, language),
        date: printedDate(date, language)
    });
    const points = shownTaxPoints(invoice)
        .flatMap(({ date, exchange: rate }) => (rate === null ? [] : [{ day: date, rate }]));
    const sentences = new Set(points.map(({ rate }) => filled(exchangeRate, placesOf(rate))));
    if (sentences.size > 1) {
        return [...new Set(points.map(({ day, rate }) =>
            filled(exchangeRateOfDay, { ...placesOf(rate), day: printedDate(day, language) })))];
    }
    return sentences.size === 1 ? [...sentences] : exchange === null ? [] : [filled(exchangeRate, placesOf(exchange))];
}
