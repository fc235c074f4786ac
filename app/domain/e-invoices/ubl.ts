import { formatMicros, oneMicros } from '../../foundation/money/decimal.ts';
import {
    discountCode, type EAddress, type EAllowance, type EInvoice, type ELine, type EParty, type EVatKey
} from './e-invoice.ts';
import { profileIds } from './e-invoice-profiles.ts';
import { amountText, withAttribute, xmlDocument, type Xml } from './xml.ts';

const schema = 'urn:oasis:names:specification:ubl:schema:xsd';

/** Writes an amount of the document's currency. */
type Amount = (minor: bigint) => Xml;

/**
 * A document as UBL 2.1: an Invoice, or a CreditNote.
 * @see CEN/TS 16931-3-2; UBL 2.1, whose schemas decide on the order
 */
export function toUbl(invoice: EInvoice): string {
    const { currency, decimals } = invoice;
    const amount: Amount = (minor) => withAttribute(amountText(minor, decimals), 'currencyID', currency);
    const isCredit = invoice.typeCode === '381';
    const name = isCredit ? 'CreditNote' : 'Invoice';
    return xmlDocument(name, {
        '': `${schema}:${name}-2`, cac: `${schema}:CommonAggregateComponents-2`,
        cbc: `${schema}:CommonBasicComponents-2`
    }, {
        ...headOf(invoice, isCredit),
        ...partiesOf(invoice),
        ...paymentOf(invoice),
        'cac:AllowanceCharge': invoice.allowances.map((allowance) => ({
            ...allowanceOf(allowance, amount), 'cac:TaxCategory': taxCategory(allowance.vat)
        })),
        'cac:TaxTotal': taxTotals(invoice, amount),
        'cac:LegalMonetaryTotal': totalsOf(invoice, amount),
        [`cac:${name}Line`]: invoice.lines.map((line, index) => lineOf(line, index, { isCredit, amount }))
    });
}

function headOf(invoice: EInvoice, isCredit: boolean): Record<string, Xml | readonly Xml[]> {
    const { specification, process } = profileIds[invoice.profile];
    const type = invoice.typeCode;
    return {
        'cbc:CustomizationID': specification,
        'cbc:ProfileID': process,
        'cbc:ID': invoice.number,
        'cbc:IssueDate': invoice.issueDate,
        ...isCredit ? { 'cbc:TaxPointDate': invoice.taxPointDate, 'cbc:CreditNoteTypeCode': type }
            : { 'cbc:DueDate': invoice.dueDate, 'cbc:InvoiceTypeCode': type },
        'cbc:Note': invoice.note,
        ...isCredit ? {} : { 'cbc:TaxPointDate': invoice.taxPointDate },
        'cbc:DocumentCurrencyCode': invoice.currency,
        'cbc:TaxCurrencyCode': invoice.vatCurrency?.code,
        'cbc:BuyerReference': invoice.buyerReference,
        'cac:OrderReference': { 'cbc:ID': invoice.orderNumber },
        'cac:BillingReference': invoice.preceding.map(({ number, issueDate }) => ({
            'cac:InvoiceDocumentReference': { 'cbc:ID': number, 'cbc:IssueDate': issueDate }
        }))
    };
}

function partiesOf({ seller, buyer, payee, delivery }: EInvoice): Record<string, Xml> {
    return {
        'cac:AccountingSupplierParty': { 'cac:Party': partyOf(seller) },
        'cac:AccountingCustomerParty': { 'cac:Party': partyOf(buyer) },
        'cac:PayeeParty': payee && {
            'cac:PartyIdentification': { 'cbc:ID': payee.id }, 'cac:PartyName': { 'cbc:Name': payee.name }
        },
        'cac:Delivery': delivery && {
            'cbc:ActualDeliveryDate': delivery.date,
            'cac:DeliveryLocation': { 'cac:Address': delivery.address && addressOf(delivery.address) },
            'cac:DeliveryParty': { 'cac:PartyName': { 'cbc:Name': delivery.name } }
        }
    };
}

function partyOf({ name, id, registrationId, vatId, taxRegistrationId, endpoint, address, contact }: EParty): Xml {
    return {
        'cbc:EndpointID': endpoint && withAttribute(endpoint.id, 'schemeID', endpoint.scheme),
        'cac:PartyIdentification': { 'cbc:ID': id },
        'cac:PostalAddress': addressOf(address),
        'cac:PartyTaxScheme': [
            vatId === null ? null : { 'cbc:CompanyID': vatId, 'cac:TaxScheme': { 'cbc:ID': 'VAT' } },
            taxRegistrationId === null ? null
                : { 'cbc:CompanyID': taxRegistrationId, 'cac:TaxScheme': { 'cbc:ID': 'TAX' } }
        ],
        'cac:PartyLegalEntity': { 'cbc:RegistrationName': name, 'cbc:CompanyID': registrationId },
        'cac:Contact': contact && {
            'cbc:Name': contact.name, 'cbc:Telephone': contact.phone, 'cbc:ElectronicMail': contact.email
        }
    };
}

function addressOf({ street, city, postalCode, country }: EAddress): Xml {
    return {
        'cbc:StreetName': street, 'cbc:CityName': city, 'cbc:PostalZone': postalCode,
        'cac:Country': { 'cbc:IdentificationCode': country }
    };
}

function paymentOf({ payment, terms }: EInvoice): Record<string, Xml> {
    return {
        'cac:PaymentMeans': payment && {
            'cbc:PaymentMeansCode': withAttribute(payment.code, 'name', payment.text),
            'cbc:PaymentID': payment.reference,
            'cac:PayeeFinancialAccount': payment.account
                && { 'cbc:ID': payment.account.iban, 'cbc:Name': payment.account.holder }
        },
        'cac:PaymentTerms': { 'cbc:Note': terms }
    };
}

function allowanceOf({ amountMinor, percent, reason }: EAllowance, amount: Amount): Record<string, Xml> {
    return {
        'cbc:ChargeIndicator': 'false',
        'cbc:AllowanceChargeReasonCode': discountCode,
        'cbc:AllowanceChargeReason': reason,
        'cbc:MultiplierFactorNumeric': percent && formatMicros(percent.micros),
        'cbc:Amount': amount(amountMinor),
        'cbc:BaseAmount': percent && amount(percent.baseMinor)
    };
}

function taxCategory({ category, ratePercentMicros }: EVatKey): Xml {
    return {
        'cbc:ID': category,
        'cbc:Percent': category === 'O' ? null : formatMicros(ratePercentMicros),
        'cac:TaxScheme': { 'cbc:ID': 'VAT' }
    };
}

function taxTotals({ totals, vatBreakdown, vatCurrency, profile }: EInvoice, amount: Amount): readonly Xml[] {
    return [
        {
            'cbc:TaxAmount': amount(totals.vatMinor),
            'cac:TaxSubtotal': vatBreakdown.map(({ category, ratePercentMicros, ...row }) => ({
                'cbc:TaxableAmount': amount(row.netMinor),
                'cbc:TaxAmount': amount(row.vatMinor),
                'cac:TaxCategory': {
                    'cbc:ID': category,
                    // XRechnung wants a rate in every row (BR-DE-14).
                    'cbc:Percent': category === 'O' && profile !== 'xrechnung' ? null : formatMicros(ratePercentMicros),
                    'cbc:TaxExemptionReasonCode': row.reasonCode,
                    'cbc:TaxExemptionReason': row.reason,
                    'cac:TaxScheme': { 'cbc:ID': 'VAT' }
                }
            }))
        },
        vatCurrency && {
            'cbc:TaxAmount': withAttribute(
                amountText(vatCurrency.vatMinor, vatCurrency.decimals), 'currencyID', vatCurrency.code)
        }
    ];
}

function totalsOf({ totals, allowances }: EInvoice, amount: Amount): Xml {
    return {
        'cbc:LineExtensionAmount': amount(totals.linesMinor),
        'cbc:TaxExclusiveAmount': amount(totals.netMinor),
        'cbc:TaxInclusiveAmount': amount(totals.grossMinor),
        'cbc:AllowanceTotalAmount': allowances.length === 0 ? null : amount(totals.allowancesMinor),
        'cbc:PrepaidAmount': totals.paidMinor === 0n ? null : amount(totals.paidMinor),
        'cbc:PayableAmount': amount(totals.dueMinor)
    };
}

function lineOf(
    line: ELine, index: number, { isCredit, amount }: { readonly isCredit: boolean; readonly amount: Amount }
): Xml {
    const { unitCode } = line;
    return {
        'cbc:ID': String(index + 1),
        'cbc:Note': line.note,
        [isCredit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity']:
            withAttribute(formatMicros(line.quantityMicros), 'unitCode', unitCode),
        'cbc:LineExtensionAmount': amount(line.netMinor),
        'cac:AllowanceCharge': line.allowances.map((allowance) => allowanceOf(allowance, amount)),
        'cac:Item': { 'cbc:Name': line.name, 'cac:ClassifiedTaxCategory': taxCategory(line.vat) },
        'cac:Price': {
            'cbc:PriceAmount': priceOf(line, amount),
            'cbc:BaseQuantity': line.baseQuantityMicros === oneMicros ? null
                : withAttribute(formatMicros(line.baseQuantityMicros), 'unitCode', unitCode)
        }
    };
}

/** A price may have more decimals than an amount. */
function priceOf({ priceMicros }: ELine, amount: Amount): Xml {
    const currency = amount(0n);
    return typeof currency === 'object' && currency !== null
        ? { ...currency, '#text': formatMicros(priceMicros) } : formatMicros(priceMicros);
}
