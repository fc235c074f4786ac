import { calendarDate, uuid } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable } from '../../foundation/schema/shape.ts';
import { eInvoiceFields } from '../../domain/invoices/buyer.schemas.ts';
import { maxLines } from '../../domain/invoices/draft.ts';
import {
    draftInvoiceType, invoiceNotes, onBehalfOf, paymentMethod, paymentTerms
} from '../../domain/invoices/invoice.schemas.ts';
import { itemBody } from '../../domain/pricing/item.schemas.ts';

/** `POST /invoices/from-quote` */
export const fromQuoteBody = form('FromQuote', { quoteId: uuid
    .description('Accepted quote in quotes-service. It becomes one invoice and one proforma at most.') }, {
    invoiceType: draftInvoiceType,
    paymentMethod,
    dueDate: nullable(calendarDate)
        .description('Last day to pay on time (EN 16931 BT-9). Absent: as the payment terms say.'),
    paymentTerms: nullable(paymentTerms)
        .description("Payment terms (EN 16931 BT-20). Absent: the quote's own, unless dueDate replaces them."),
    notes: nullable(invoiceNotes)
        .description("Note that is printed (EN 16931 BT-22). Absent: the quote's own notes, never its internal ones."),
    ...eInvoiceFields,
    createdBy: onBehalfOf,
    contactId: uuid.description(
        "Customer in contacts-service, who may be another than the quote's. Absent: the quote's own."),
    items: listOf('FromQuoteItems', itemBody, maxLines).min(1)
        .messages({ 'array.min': "must have at least one item; leave it out for the quote's own" })
        .description("Items of the document. Absent: the quote's own, with its discount and delivery.")
}).example({
    quoteId: 'f0000000-0000-4000-8000-000000000001',
    invoiceType: 'vat_invoice',
    paymentMethod: 'bank_transfer',
    contactId: 'c0000000-0000-4000-8000-000000000001',
    items: [{
        itemType: 'custom', description: 'Montaż paneli', quantity: '40', unit: 'm²', unitPriceNet: '47.58', vatRate: 8
    }]
});
