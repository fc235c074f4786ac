import canonicalize from 'canonicalize';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor, microsDecimals, nanosDecimals } from '../../foundation/money/decimal.ts';
import { amountAsStored } from '../../foundation/money/stored.ts';
import { storedAdvances, storedOrder, storedPayments } from './advances.columns.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { storedTaxPoint } from './tax-points.columns.ts';

/** Name of the formats, before their number. Every hash shows by it how it was made. */
const formatName = 'invoices-service/document/';

/**
 * Format in which a document's content is hashed when it is issued: the oldest one that has all of it, null for the
 * first. Format 2 adds the order number, format 3 what VAT law asks for beyond it (`thirdFormatOf`). Members of a buyer
 * decide nothing, because every build hashes it whole. So a build of before, which runs beside this one during a
 * rollout or after a rollback, verifies every document that it could have issued itself; and what it issues carries no
 * format, whatever columns it did not know.
 */
export function contentFormatOf(invoice: Invoice): number | null {
    if (hasThirdFormat(invoice)) {
        return 3;
    }
    return invoice.orderNumber === null ? null : 2;
}

function hasThirdFormat(invoice: Invoice): boolean {
    const { taxPoints: _ofItsOwnRule, ...members } = thirdFormatOf(invoice);
    const { endpoint, contact } = invoice.seller ?? {};
    return !isSaleAlone(invoice) || [members, { endpoint, contact }, ...invoice.lines.map(thirdFormatOfLine)]
        .some((group) => Object.values(group).some((member) => member !== null && member !== undefined));
}

/**
 * All content of a document that is frozen when it is issued, as one deterministic text: RFC 8785, decimals as the
 * columns hold them. Members that are null are left out at every depth, so that a new column does not change older
 * documents.
 *
 * It excludes: number, series and counter, which the chain holds; state that changes later (status, payments, sending,
 * cancelling, version); content of other documents about this one; and values that follow from the rest (the VAT
 * breakdown).
 * @see RFC 8785 (JSON Canonicalization Scheme)
 */
export function canonicalContent(invoice: Invoice): string {
    const text = canonicalize(withoutNulls(contentOf(invoice)));
    if (text === undefined) {
        throw new TypeError('the content of a document is not JSON');
    }
    return text;
}

/** Members that format 3 adds; null where a document has none of them. */
function thirdFormatOf(invoice: Invoice) {
    const { taxPointDate, constructionServices, correction, advanceOf, advances, receivedPayments } = invoice;
    const decimals = decimalsOf(invoice.currency);
    const { buyerReference, buyerEndpoint, recipient, eInvoice } = invoice;
    return {
        taxPointDate,
        buyerReference,
        buyerEndpoint,
        recipient,
        eInvoice,
        correctionEffect: correction?.effect ?? null,
        correctionEffectDate: correction?.effectDate ?? null,
        correctedData: correction === null || correction.changedData.length === 0 ? null : correction.changedData,
        constructionServices: constructionServices ? true : null,
        advances: storedAdvances(advances, decimals),
        receivedPayments: storedPayments(receivedPayments, decimals),
        advanceOfId: advanceOf?.proformaId,
        advancePaymentId: advanceOf?.paymentId,
        advanceOrder: storedOrder(invoice),
        taxPoints: invoice.taxPoints?.map((point) => storedTaxPoint(point, decimals))
    };
}

/** Tells whether all tax arises on the sale date: then the tax points follow from the members of the formats before. */
function isSaleAlone({ taxPoints, saleDate, issueDate, correction }: Invoice): boolean {
    return taxPoints === null || (correction === null
        && taxPoints.every(({ rule, date }) => rule === 'general' && date === (saleDate ?? issueDate)));
}

/** Members of a line that format 3 adds. */
function thirdFormatOfLine({ taxPointRule, gtu, vat: { word: vatWord } }: InvoiceLine) {
    return { taxPointRule, vatWord, gtu: gtu?.toString() };
}

function contentOf(invoice: Invoice) {
    const amount = amountWriter(invoice.currency);
    const isThird = invoice.contentFormat === 3;
    return {
        format: `${formatName}${invoice.contentFormat ?? 1}`,
        organisationId: invoice.organisationId,
        id: invoice.id,
        invoiceType: invoice.invoiceType,
        contactId: invoice.contactId,
        buyer: invoice.buyer,
        givenBuyer: invoice.givenBuyer,
        seller: invoice.seller,
        issueDate: invoice.issueDate,
        saleDate: invoice.saleDate,
        dueDate: invoice.dueDate,
        paymentMethod: invoice.paymentMethod,
        paymentTerms: invoice.paymentTerms,
        notes: invoice.notes,
        orderNumber: invoice.contentFormat === null ? null : invoice.orderNumber,
        quoteId: invoice.quoteId,
        currency: invoice.currency,
        pricesInclude: invoice.pricesInclude,
        roundingModel: invoice.roundingModel,
        language: invoice.language,
        discountPercent: micros(invoice.discountPercentMicros),
        discountAmount: amount(invoice.discountAmountMinor),
        lines: invoice.lines.map((line) =>
            ({ ...lineContent(line, amount), ...(isThird ? thirdFormatOfLine(line) : {}) })),
        totalNet: amount(invoice.netMinor),
        totalVat: amount(invoice.vatMinor),
        totalGross: amount(invoice.grossMinor),
        splitPayment: invoice.splitPayment,
        ...exchangeContent(invoice),
        correctsId: invoice.correction?.invoiceId,
        correctionNumber: invoice.correction?.sequence.toString(),
        correctionReason: invoice.correction?.reason,
        convertedFromId: invoice.convertedFromId,
        createdBy: invoice.createdBy,
        createdAt: invoice.createdAt.toISOString(),
        issuedAt: invoice.issuedAt?.toISOString(),
        ...(isThird ? thirdFormatOf(invoice) : {})
    };
}

function lineContent(line: InvoiceLine, amount: (minor: bigint) => string) {
    const { totals } = line;
    return {
        id: line.id,
        itemType: line.itemType,
        serviceId: line.serviceId,
        productId: line.productId,
        description: line.description,
        quantity: micros(line.quantityMicros),
        unit: line.unit,
        unitPrice: micros(line.unitPriceMicros),
        priceBaseQuantity: micros(line.priceBaseQuantityMicros),
        vatCategory: line.vat.category,
        vatRate: micros(line.vat.ratePercentMicros),
        exemptionReason: line.vat.exemptionReason,
        pricingTier: line.pricingTier,
        regionalZone: line.regionalZone,
        discountPercent: micros(line.discountPercentMicros),
        discountAmount: amount(line.discountAmountMinor),
        splitPayment: line.splitPayment,
        priceSource: line.priceSource,
        priceAmount: amount(totals.priceMinor),
        lineDiscount: amount(totals.discountMinor),
        documentDiscount: amount(totals.documentDiscountMinor),
        net: amount(totals.netMinor),
        vat: amount(totals.vatMinor),
        gross: amount(totals.grossMinor),
        correctsLineId: line.correction?.lineId,
        correctionPart: line.correction?.part
    };
}

function exchangeContent({ exchange, vatCurrency, vatInVatCurrencyMinor }: Invoice) {
    return {
        exchangeRate: exchange === null ? null : formatMinor(exchange.rateNanos, nanosDecimals),
        exchangeRateDate: exchange?.date,
        exchangeRateSource: exchange?.source,
        vatCurrency,
        totalVatInVatCurrency: vatCurrency === null || vatInVatCurrencyMinor === null
            ? null : amountWriter(vatCurrency)(vatInVatCurrencyMinor)
    };
}

function micros(value: bigint): string {
    return formatMinor(value, microsDecimals);
}

function amountWriter(currency: string): (minor: bigint) => string {
    const decimals = decimalsOf(currency);
    return (minor) => amountAsStored(minor, decimals);
}

function withoutNulls(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(withoutNulls);
    }
    if (typeof value !== 'object' || value === null) {
        return value;
    }
    return Object.fromEntries(Object.entries(value)
        .filter(([, member]) => member !== null && member !== undefined)
        .map(([name, member]) => [name, withoutNulls(member)]));
}
