import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMicros, formatMinor, formatNanos } from '../../foundation/money/decimal.ts';
import { countryNamed } from '../../foundation/vocabulary/countries.ts';
import { isSameVatKey, vatRateOf } from '../../foundation/money/vat.ts';
import {
    balanceOf, type Buyer, type Cancellation, type Correction, type ExchangeRate, type Invoice, type InvoiceLine
} from './invoice.ts';
import { shownRuleOf, shownTaxPoints, type ShownTaxPoint } from './tax-points.ts';
import { advancePaymentsDocument, advancesDocument } from './advance.document.ts';
import { breakdownOf } from './deduction.ts';
import type { VatBreakdownRow } from '../totals/vat-breakdown.ts';
import { exchangedVatOf } from './exchange.ts';
import type { PriceSource } from '../pricing/price-source.ts';

/** One row of an invoice in the words of the API. Amounts are text with the currency's decimals. */
export type ItemDocument = ReturnType<typeof itemDocument>;

/** An invoice in the words of the API, as answers, audit entries and events carry it. */
export type InvoiceDocument = ReturnType<typeof documentOf>;

// An invoice is a record that never changes, so its document is computed once and shared by audit entry, event and
// answer.
const documents = new WeakMap<Invoice, InvoiceDocument>();

/**
 * The invoice as JSON. Complete: two equal invoices give equal documents, in the same order of members. The document of
 * one record is computed once.
 */
export function invoiceDocument(invoice: Invoice): InvoiceDocument {
    const made = documents.get(invoice);
    if (made !== undefined) {
        return made;
    }
    const document = documentOf(invoice);
    documents.set(invoice, document);
    return document;
}

/** The invoice with its new number and chain hash; its document is derived from the previous one. */
export function withNumber(invoice: Invoice, taken: Pick<Invoice, 'number' | 'chainHash'> & Partial<Invoice>): Invoice {
    const numbered = { ...invoice, ...taken };
    const { number: invoiceNumber, chainHash } = numbered;
    documents.set(numbered, { ...invoiceDocument(invoice), invoiceNumber, chainHash });
    return numbered;
}

function documentOf(invoice: Invoice) {
    const decimals = decimalsOf(invoice.currency);
    const amount = (minor: bigint): string => formatMinor(minor, decimals);
    const vatInVatCurrency = vatRowsOf(invoice);
    const taxPoints = shownTaxPoints(invoice);
    return {
        id: invoice.id,
        version: invoice.version,
        status: invoice.status,
        paymentStatus: invoice.paymentStatus,
        invoiceType: invoice.invoiceType,
        invoiceNumber: invoice.number,
        contactId: invoice.contactId,
        ...buyerDocument(invoice.buyer),
        issueDate: invoice.issueDate,
        saleDate: invoice.saleDate,
        taxPointDate: invoice.taxPointDate,
        dueDate: invoice.dueDate,
        openDueDate: invoice.openDueDate,
        paymentMethod: invoice.paymentMethod,
        paymentTerms: invoice.paymentTerms,
        notes: invoice.notes,
        orderNumber: invoice.orderNumber,
        ...eInvoiceDocument(invoice),
        quoteId: invoice.quoteId,
        currency: invoice.currency,
        pricesInclude: invoice.pricesInclude,
        roundingModel: invoice.roundingModel,
        language: invoice.language,
        discountPercent: formatMicros(invoice.discountPercentMicros),
        discountAmount: amount(invoice.discountAmountMinor),
        items: invoice.lines.map((line, index) => itemDocument(line, index + 1, { invoice, amount })),
        vatBreakdown: breakdownOf(invoice).map((row, index) => ({
            vatCategory: row.category,
            vatRate: vatRateOf(row),
            exemptionReason: exemptionReasonOf(invoice.lines, row),
            net: amount(row.netMinor),
            vat: amount(row.vatMinor),
            gross: amount(row.grossMinor),
            vatInVatCurrency: vatInVatCurrency[index] ?? null,
            taxPoints: taxPointsOf(row, taxPoints, amount)
        })),
        totalNet: amount(invoice.netMinor),
        totalVAT: amount(invoice.vatMinor),
        totalGross: amount(invoice.grossMinor),
        ...settledDocument(invoice, amount),
        splitPayment: invoice.splitPayment,
        ...exchangeDocument(invoice.exchange),
        vatCurrency: invoice.vatCurrency,
        totalVATInVatCurrency: invoice.vatCurrency === null || invoice.vatInVatCurrencyMinor === null
            ? null : formatMinor(invoice.vatInVatCurrencyMinor, decimalsOf(invoice.vatCurrency)),
        correction: correctionDocument(invoice.correction),
        correctives: invoice.correctives.map(({ invoiceId, invoiceNumber, issueDate, grossMinor }) =>
            ({ invoiceId, invoiceNumber, issueDate, totalGross: amount(grossMinor) })),
        convertedFromId: invoice.convertedFromId,
        convertedToId: invoice.convertedToId,
        ...advancesDocument(invoice, amount),
        orderLines: orderLinesDocument(invoice, amount),
        cancellation: cancellationDocument(invoice.cancellation),
        seller: invoice.seller,
        createdBy: invoice.createdBy,
        createdAt: invoice.createdAt.toISOString(),
        updatedAt: invoice.updatedAt.toISOString(),
        issuedAt: invoice.issuedAt?.toISOString() ?? null,
        sentAt: invoice.sentAt?.toISOString() ?? null,
        receiptConfirmedOn: invoice.receiptConfirmedOn,
        contentHash: invoice.contentHash,
        chainHash: invoice.chainHash
    };
}

function exchangeDocument(exchange: ExchangeRate | null) {
    return {
        exchangeRate: exchange === null ? null : formatNanos(exchange.rateNanos),
        exchangeRateDate: exchange?.date ?? null,
        exchangeRateSource: exchange?.source ?? null
    };
}

/** VAT of each row of the breakdown in the VAT currency; empty when it is not known, or the invoice is in it. */
function vatRowsOf(invoice: Invoice): readonly string[] {
    const { vatCurrency, issuedAt } = invoice;
    // The rate of a draft is settled when it is issued.
    return vatCurrency === null || issuedAt === null
        ? [] : (exchangedVatOf(invoice)?.rowsMinor ?? []).map((minor) => formatMinor(minor, decimalsOf(vatCurrency)));
}

/** A buyer, its source with the members in a fixed order, which the database does not keep. */
function buyerDocument(buyer: Buyer) {
    const { name, nip, taxId, regon, address, street, postalCode, city, country, vatPayer, source } = buyer;
    return {
        customerName: name,
        customerNIP: nip,
        customerTaxId: taxId === null ? null : { country: taxId.country, number: taxId.number },
        customerREGON: regon,
        customerAddress: address,
        customerStreet: street,
        customerPostalCode: postalCode,
        customerCity: city,
        customerCountry: country === null ? null : countryNamed(country) ?? null,
        customerVATPayer: vatPayer,
        buyerIsJstUnit: buyer.isJstUnit === true,
        buyerIsVatGroupMember: buyer.isVatGroupMember === true,
        customerSource: source === null
            ? null : { version: source.version, fetchedAt: source.fetchedAt, stale: source.stale }
    };
}

/** Members that an e-invoice needs of a document, in a fixed order, which the database does not keep. */
function eInvoiceDocument({ buyerReference, buyerEndpoint: endpoint, recipient, eInvoice }: Invoice) {
    return {
        buyerReference,
        buyerEndpoint: endpoint === null ? null : { scheme: endpoint.scheme, id: endpoint.id },
        recipient: recipient === null ? null : {
            name: recipient.name, nip: recipient.nip, address: recipient.address, role: recipient.role
        },
        eInvoice: eInvoice ?? 'none'
    };
}

/** Settled sums of a document, and its payments: none where all of its money went back to the customer's credit. */
function settledDocument(invoice: Invoice, amount: (minor: bigint) => string) {
    const { paidMinor, creditedMinor, paidAt, payments } = invoice;
    const held = paidMinor === 0n ? [] : payments;
    const last = held.at(-1);
    return {
        paidAmount: amount(paidMinor),
        creditedAmount: amount(creditedMinor),
        balance: amount(balanceOf(invoice)),
        paidAt: paidAt?.toISOString() ?? null,
        lastPayment: last === undefined
            ? null : { date: last.date, method: last.method, reference: last.reference },
        advancePayments: advancePaymentsDocument(invoice, amount)
    };
}

/** The lines of the order of an advance invoice. Their tax points are those that a final invoice gives them. */
function orderLinesDocument(invoice: Invoice, amount: (minor: bigint) => string) {
    const order: Invoice = { ...invoice, invoiceType: 'vat_invoice' };
    return (invoice.advanceOf?.lines ?? []).map((line, index) =>
        itemDocument({ ...line, correction: null }, index + 1, { invoice: order, amount }));
}

/** A correction with its members in a fixed order, which the database does not keep. */
function correctionDocument(correction: Correction | null) {
    if (correction === null) {
        return null;
    }
    const { invoiceId, invoiceNumber, invoiceIssueDate, sequence, reason, effect, effectDate } = correction;
    return {
        invoiceId, invoiceNumber, invoiceIssueDate, sequence, reason,
        correctionEffect: effect, correctionEffectDate: effectDate, changedData: correction.changedData
    };
}

function cancellationDocument(cancellation: Cancellation | null) {
    return cancellation === null ? null
        : {
            date: cancellation.date, reason: cancellation.reason, annulled: cancellation.annulled,
            cancelledAt: cancellation.at.toISOString()
        };
}

function taxPointsOf(
    row: VatBreakdownRow, taxPoints: readonly ShownTaxPoint[], amount: (minor: bigint) => string
) {
    return taxPoints.filter((point) => isSameVatKey(point, row)).map((point) => taxPointDocument(point, amount));
}

function taxPointDocument(
    { date, rule, netMinor, vatMinor, exchange, declared, countedOn }: ShownTaxPoint, amount: (minor: bigint) => string
) {
    const inVatCurrency = (minor: bigint): string => formatMinor(minor, decimalsOf(declared?.currency ?? 'PLN'));
    const isExchanged = declared !== null && exchange !== null;
    return {
        date,
        rule,
        net: amount(netMinor),
        vat: amount(vatMinor),
        ...exchangeDocument(exchange),
        netInVatCurrency: isExchanged ? inVatCurrency(declared.netMinor) : null,
        vatInVatCurrency: isExchanged ? inVatCurrency(declared.vatMinor) : null,
        countedOn
    };
}

function itemDocument(
    line: InvoiceLine, lineNumber: number,
    { invoice, amount }: { readonly invoice: Invoice; readonly amount: (minor: bigint) => string }
) {
    return {
        id: line.id,
        lineNumber,
        itemType: line.itemType,
        serviceId: line.serviceId,
        productId: line.productId,
        description: line.description,
        quantity: formatMicros(line.quantityMicros),
        unit: line.unit,
        unitPriceNet: formatMicros(line.unitPriceMicros),
        priceBaseQuantity: formatMicros(line.priceBaseQuantityMicros),
        vatRate: vatRateOf(line.vat),
        vatCategory: line.vat.category,
        exemptionReason: line.vat.exemptionReason,
        pricingTier: line.pricingTier,
        regionalZone: line.regionalZone,
        discountPercent: formatMicros(line.discountPercentMicros),
        discountAmount: amount(line.discountAmountMinor),
        totalDiscount: amount(line.totals.discountMinor + line.totals.documentDiscountMinor),
        splitPayment: line.splitPayment,
        taxPointRule: shownRuleOf(line, invoice),
        gtu: line.gtu === null ? null : line.gtu.toString().padStart(2, '0'),
        totalNet: amount(line.totals.netMinor),
        totalVAT: amount(line.totals.vatMinor),
        totalGross: amount(line.totals.grossMinor),
        correctsItemId: line.correction?.lineId ?? null,
        correctionPart: line.correction?.part ?? null,
        priceSource: priceSourceDocument(line.priceSource)
    };
}

/**
 * Reason for charging no VAT in a row of the breakdown (EN 16931 BT-120): the reasons of its lines, each once, in
 * alphabetical order.
 */
function exemptionReasonOf(lines: readonly InvoiceLine[], row: VatBreakdownRow): string | null {
    const reasons = lines.flatMap(({ vat }) =>
        (isSameVatKey(vat, row) && vat.exemptionReason !== null ? [vat.exemptionReason] : []));
    return reasons.length === 0 ? null : [...new Set(reasons)].sort().join('; ');
}

/** The source of a price with its members in a fixed order, which the database does not keep. */
export function priceSourceDocument({
    source, call, id, quoteNumber, quoteItemId, version, fetchedAt, stale, vatSource, inputs, netPrice, note
}: PriceSource) {
    return {
        source,
        ...(call === undefined ? {} : { call }),
        ...(id === undefined ? {} : { id }),
        ...(quoteNumber === undefined ? {} : { quoteNumber }),
        ...(quoteItemId === undefined ? {} : { quoteItemId }),
        ...(version === undefined ? {} : { version }),
        fetchedAt,
        stale,
        vatSource,
        ...(inputs === undefined ? {} : { inputs: Object.fromEntries(
            Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1))) }),
        ...(netPrice === undefined ? {} : { netPrice }),
        ...(note === undefined ? {} : { note })
    };
}
