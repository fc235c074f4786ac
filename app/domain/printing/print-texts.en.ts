import { defaultExemptionReasons as polishReasons } from '../../foundation/money/vat.ts';
import type { PrintTexts } from './print-texts.ts';

/** English texts. What Polish law asks for in its own words stays in Polish, with the English beside it. */
export const englishTexts = {
    headings: {
        invoice: 'Invoice', final: 'Final invoice', advance: 'Advance invoice', corrective: 'Corrective invoice',
        proforma: 'Pro forma invoice', draft: 'draft'
    },
    marks: {
        duplicate: 'DUPLICATE (DUPLIKAT) of {date}', annulled: 'Annulled on {date}', cancelled: 'Cancelled on {date}',
        annulledWatermark: 'ANNULLED', draftWatermark: 'DRAFT'
    },
    facts: {
        issueDate: 'Issue date', saleDate: 'Date of supply', receivedOn: 'Payment received on', dueDate: 'Due date',
        orderNumber: 'Order number', buyerReference: 'Reference', proforma: 'Pro forma', corrected: 'Of the invoice',
        correctedDate: 'Issued on', ksefNumber: 'KSeF number'
    },
    parties: {
        seller: 'Seller', buyer: 'Buyer', nip: 'NIP', vatId: 'VAT ID', taxId: 'Tax ID', regon: 'REGON', phone: 'tel.',
        email: 'e-mail', contact: 'Contact',
        roles: {
            factor: 'Factor', recipient: 'Recipient', original_seller: 'Original seller',
            additional_buyer: 'Additional buyer', issuer: 'Issuer', payer: 'Payer',
            jst_issuer: 'Local government unit (issuer)', jst_recipient: 'Local government unit (recipient)',
            vat_group_issuer: 'VAT group member (issuer)', vat_group_recipient: 'VAT group member (recipient)',
            employee: 'Employee'
        }
    },
    lines: {
        position: 'No.', description: 'Description', quantity: 'Quantity', unit: 'Unit', netPrice: 'Net price',
        grossPrice: 'Gross price', discount: 'Discount', vatRate: 'VAT', net: 'Net amount', vat: 'VAT amount',
        gross: 'Gross amount', total: 'Total', priceFor: 'price for {quantity} {unit}',
        discountPercent: '{percent}% discount', carriedFrom: 'Brought forward', carriedTo: 'Carried forward',
        before: 'Before', after: 'After', difference: 'Difference', order: 'Order or contract', none: '–'
    },
    breakdown: {
        rate: 'Rate', total: 'Total', inVatCurrency: 'VAT ({currency})', difference: 'Difference',
        rates: {
            zw: 'exempt', np: 'outside', np_art100: 'reverse (EU)', oo: 'reverse', k: '0% (intra-EU)',
            g: '0% (export)'
        }
    },
    advances: {
        heading: 'Deducted advance invoices', others: 'Other advance invoices of the order',
        givenBack: 'Advance invoices that are deducted no more', number: 'Number', date: 'Date', total: 'Total advances'
    },
    due: {
        toPay: 'Amount due', toReturn: 'To be returned', unchanged: 'Change of the amount due',
        received: 'Advance received', gross: 'Gross amount', whole: 'Order, gross',
        advances: 'Advances', paid: 'Paid', credited: 'Correctives', words: 'In words: {words}'
    },
    payment: {
        method: 'Payment method', account: 'Account number', bank: 'Bank', title: 'Payment reference',
        terms: 'Payment terms', scan: "Scan in your bank's application", dueDate: 'Pay by',
        methods: { bank_transfer: 'bank transfer', cash: 'cash', card: 'card', blik: 'BLIK', other: 'other' }
    },
    statements: {
        splitPayment: 'mechanizm podzielonej płatności (split payment)', exemption: 'Exempt from VAT: {reason}',
        exchangeRate: 'Exchange rate: 1 {currency} = {rate} {vatCurrency} ({source}, {date})',
        receivedPayment: 'A payment of {amount} was received before the supply, on {date}',
        exchangeRateOfDay: 'Exchange rate for the tax point of {day}: '
            + '1 {currency} = {rate} {vatCurrency} ({source}, {date})',
        proforma: 'PRO FORMA. This document is not a VAT invoice and gives no right to deduct tax.',
        correctionReason: 'Reason of the correction: {reason}', correctedData: '{field}: was “{before}”, is “{after}”',
        cancelled: 'Reason: {reason}', yes: 'yes', no: 'no',
        reasons: {
            [polishReasons.AE]: 'reverse charge', [polishReasons.K]: 'intra-Community supply of goods',
            [polishReasons.G]: 'export of goods', [polishReasons.O]: 'outside the scope of Polish VAT'
        },
        sources: { nbp: 'NBP, table {table}', manual: 'rate given by the seller' }
    },
    ksef: { title: 'KSeF' },
    fields: {
        customerName: "Buyer's name", customerNIP: "Buyer's NIP", customerTaxId: "Buyer's tax number",
        customerREGON: "Buyer's REGON", customerAddress: "Buyer's address", customerStreet: "Buyer's street",
        customerPostalCode: "Buyer's postal code", customerCity: "Buyer's city", customerCountry: "Buyer's country",
        customerVATPayer: 'The buyer is a VAT payer', saleDate: 'Date of supply', taxPointDate: 'Tax point',
        dueDate: 'Due date', orderNumber: 'Order number', paymentTerms: 'Payment terms',
        buyerIsJstUnit: 'The buyer is a local government unit', buyerIsVatGroupMember: 'The buyer is in a VAT group'
    },
    notes: 'Notes',
    page: 'page',
    of: 'of'
} as const satisfies PrintTexts;
