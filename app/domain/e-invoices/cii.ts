import { formatMicros, oneMicros } from '../../foundation/money/decimal.ts';
import {
    discountCode, type EAddress, type EAllowance, type EInvoice, type ELine, type EParty, type EVatKey, type EVatRow
} from './e-invoice.ts';
import { profileIds } from './e-invoice-profiles.ts';
import { amountText, withAttribute, xmlDocument, type Xml } from './xml.ts';

const standard = 'urn:un:unece:uncefact:data:standard';

/** Writes an amount of the document's currency. */
type Amount = (minor: bigint) => string;

/**
 * A document as UN/CEFACT Cross Industry Invoice D16B.
 * @see CEN/TS 16931-3-3; the schema D16B decides on the order
 */
export function toCii(invoice: EInvoice): string {
    const { specification, process } = profileIds[invoice.profile];
    const amount: Amount = (minor) => amountText(minor, invoice.decimals);
    return xmlDocument('rsm:CrossIndustryInvoice', {
        rsm: `${standard}:CrossIndustryInvoice:100`,
        ram: `${standard}:ReusableAggregateBusinessInformationEntity:100`,
        qdt: `${standard}:QualifiedDataType:100`,
        udt: `${standard}:UnqualifiedDataType:100`
    }, {
        'rsm:ExchangedDocumentContext': {
            'ram:BusinessProcessSpecifiedDocumentContextParameter': { 'ram:ID': process },
            'ram:GuidelineSpecifiedDocumentContextParameter': { 'ram:ID': specification }
        },
        'rsm:ExchangedDocument': {
            'ram:ID': invoice.number, 'ram:TypeCode': invoice.typeCode,
            'ram:IssueDateTime': day(invoice.issueDate),
            'ram:IncludedNote': { 'ram:Content': invoice.note }
        },
        'rsm:SupplyChainTradeTransaction': {
            'ram:IncludedSupplyChainTradeLineItem': invoice.lines.map((line, index) => lineOf(line, index, amount)),
            'ram:ApplicableHeaderTradeAgreement': {
                'ram:BuyerReference': invoice.buyerReference,
                'ram:SellerTradeParty': partyOf(invoice.seller),
                'ram:BuyerTradeParty': partyOf(invoice.buyer),
                'ram:BuyerOrderReferencedDocument': { 'ram:IssuerAssignedID': invoice.orderNumber }
            },
            'ram:ApplicableHeaderTradeDelivery': deliveryOf(invoice),
            'ram:ApplicableHeaderTradeSettlement': settlementOf(invoice, amount)
        }
    });
}

/** A day in format 102 (UNTDID 2379): `YYYYMMDD`. */
function day(date: string | null, element = 'udt:DateTimeString'): Xml {
    return date === null ? null : { [element]: withAttribute(date.replaceAll('-', ''), 'format', '102') };
}

function partyOf({ name, id, registrationId, vatId, taxRegistrationId, endpoint, address, contact }: EParty): Xml {
    return {
        'ram:ID': id,
        'ram:Name': name,
        'ram:SpecifiedLegalOrganization': { 'ram:ID': registrationId },
        'ram:DefinedTradeContact': contact && {
            'ram:PersonName': contact.name,
            'ram:TelephoneUniversalCommunication': { 'ram:CompleteNumber': contact.phone },
            'ram:EmailURIUniversalCommunication': { 'ram:URIID': contact.email }
        },
        'ram:PostalTradeAddress': addressOf(address),
        'ram:URIUniversalCommunication': {
            'ram:URIID': endpoint && withAttribute(endpoint.id, 'schemeID', endpoint.scheme)
        },
        'ram:SpecifiedTaxRegistration': [
            { 'ram:ID': withAttribute(vatId, 'schemeID', 'VA') },
            { 'ram:ID': withAttribute(taxRegistrationId, 'schemeID', 'FC') }
        ]
    };
}

function addressOf({ street, city, postalCode, country }: EAddress): Xml {
    return {
        'ram:PostcodeCode': postalCode, 'ram:LineOne': street, 'ram:CityName': city, 'ram:CountryID': country
    };
}

function deliveryOf({ delivery }: EInvoice): Xml {
    return delivery === null ? true : {
        'ram:ShipToTradeParty': {
            'ram:Name': delivery.name, 'ram:PostalTradeAddress': delivery.address && addressOf(delivery.address)
        },
        'ram:ActualDeliverySupplyChainEvent': { 'ram:OccurrenceDateTime': day(delivery.date) }
    };
}

function settlementOf(invoice: EInvoice, amount: Amount): Xml {
    const { payment, payee } = invoice;
    return {
        'ram:PaymentReference': payment?.reference,
        'ram:TaxCurrencyCode': invoice.vatCurrency?.code,
        'ram:InvoiceCurrencyCode': invoice.currency,
        'ram:PayeeTradeParty': payee && { 'ram:ID': payee.id, 'ram:Name': payee.name },
        'ram:SpecifiedTradeSettlementPaymentMeans': payment && {
            'ram:TypeCode': payment.code,
            'ram:Information': payment.text,
            'ram:PayeePartyCreditorFinancialAccount': payment.account
                && { 'ram:IBANID': payment.account.iban, 'ram:AccountName': payment.account.holder }
        },
        'ram:ApplicableTradeTax': invoice.vatBreakdown.map((row, index) => ({
            ...taxOf(row, amount),
            // One row says it for all (CII-SR-461).
            'ram:TaxPointDate': index === 0 ? day(invoice.taxPointDate, 'udt:DateString') : null,
            'ram:RateApplicablePercent': rateOf(row, invoice)
        })),
        'ram:SpecifiedTradeAllowanceCharge': invoice.allowances.map((allowance) => ({
            ...allowanceOf(allowance, amount), 'ram:CategoryTradeTax': taxCategory(allowance.vat)
        })),
        'ram:SpecifiedTradePaymentTerms': {
            'ram:Description': invoice.terms, 'ram:DueDateDateTime': day(invoice.dueDate)
        },
        'ram:SpecifiedTradeSettlementHeaderMonetarySummation': totalsOf(invoice, amount),
        // D16B has room for one; the note names all.
        'ram:InvoiceReferencedDocument': invoice.preceding.slice(0, 1).map(({ number, issueDate }) => ({
            'ram:IssuerAssignedID': number, 'ram:FormattedIssueDateTime': day(issueDate, 'qdt:DateTimeString')
        }))
    };
}

function taxOf({ category, netMinor, vatMinor, reason, reasonCode }: EVatRow, amount: Amount): Record<string, Xml> {
    return {
        'ram:CalculatedAmount': amount(vatMinor),
        'ram:TypeCode': 'VAT',
        'ram:ExemptionReason': reason,
        'ram:BasisAmount': amount(netMinor),
        'ram:CategoryCode': category,
        'ram:ExemptionReasonCode': reasonCode
    };
}

/** The rate of a row of the breakdown. XRechnung wants one in every row (BR-DE-14). */
function rateOf({ category, ratePercentMicros }: EVatKey, { profile }: EInvoice): Xml {
    return category === 'O' && profile !== 'xrechnung' ? null : formatMicros(ratePercentMicros);
}

function taxCategory({ category, ratePercentMicros }: EVatKey): Xml {
    return {
        'ram:TypeCode': 'VAT', 'ram:CategoryCode': category,
        'ram:RateApplicablePercent': category === 'O' ? null : formatMicros(ratePercentMicros)
    };
}

function allowanceOf({ amountMinor, percent, reason }: EAllowance, amount: Amount): Record<string, Xml> {
    return {
        'ram:ChargeIndicator': { 'udt:Indicator': 'false' },
        'ram:CalculationPercent': percent && formatMicros(percent.micros),
        'ram:BasisAmount': percent && amount(percent.baseMinor),
        'ram:ActualAmount': amount(amountMinor),
        'ram:ReasonCode': discountCode,
        'ram:Reason': reason
    };
}

function totalsOf({ totals, allowances, vatCurrency, currency }: EInvoice, amount: Amount): Xml {
    return {
        'ram:LineTotalAmount': amount(totals.linesMinor),
        'ram:AllowanceTotalAmount': allowances.length === 0 ? null : amount(totals.allowancesMinor),
        'ram:TaxBasisTotalAmount': amount(totals.netMinor),
        'ram:TaxTotalAmount': [
            withAttribute(amount(totals.vatMinor), 'currencyID', currency),
            vatCurrency && withAttribute(
                amountText(vatCurrency.vatMinor, vatCurrency.decimals), 'currencyID', vatCurrency.code)
        ],
        'ram:GrandTotalAmount': amount(totals.grossMinor),
        'ram:TotalPrepaidAmount': totals.paidMinor === 0n ? null : amount(totals.paidMinor),
        'ram:DuePayableAmount': amount(totals.dueMinor)
    };
}

function lineOf(line: ELine, index: number, amount: Amount): Xml {
    const quantity = (micros: bigint): Xml => withAttribute(formatMicros(micros), 'unitCode', line.unitCode);
    return {
        'ram:AssociatedDocumentLineDocument': {
            'ram:LineID': String(index + 1), 'ram:IncludedNote': { 'ram:Content': line.note }
        },
        'ram:SpecifiedTradeProduct': { 'ram:Name': line.name },
        'ram:SpecifiedLineTradeAgreement': {
            'ram:NetPriceProductTradePrice': {
                'ram:ChargeAmount': formatMicros(line.priceMicros),
                'ram:BasisQuantity': line.baseQuantityMicros === oneMicros ? null : quantity(line.baseQuantityMicros)
            }
        },
        'ram:SpecifiedLineTradeDelivery': { 'ram:BilledQuantity': quantity(line.quantityMicros) },
        'ram:SpecifiedLineTradeSettlement': {
            'ram:ApplicableTradeTax': taxCategory(line.vat),
            'ram:SpecifiedTradeAllowanceCharge': line.allowances.map((allowance) => allowanceOf(allowance, amount)),
            'ram:SpecifiedTradeSettlementLineMonetarySummation': { 'ram:LineTotalAmount': amount(line.netMinor) }
        }
    };
}
