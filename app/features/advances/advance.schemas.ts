import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { calendarDate, text, uuid } from '../../foundation/schema/fields.ts';
import { rateBody } from '../../domain/invoices/invoice.schemas.ts';
import { form } from '../../foundation/schema/form.ts';
import { described, withOpenApi } from '../../foundation/schema/openapi-meta.ts';
import { nullable, oneOf } from '../../foundation/schema/shape.ts';
import { paymentMethods } from '../../foundation/vocabulary/payment-methods.ts';

/** `POST /invoices/{invoiceId}/advance-invoices` */
export const advanceInvoiceBody = withOpenApi(form('NewAdvanceInvoice', {}, {
    // The currency determines the number of decimals; 4 is the maximum of all currencies.
    amount: decimalMicros({ decimals: 4, min: 100n, example: '2000.00' }).description(
        'Gross amount that was received, in the currency of the proforma. Required without paymentId; with it, it must '
        + 'be the amount of the payment.'),
    receivedOn: calendarDate.description(
        'Day on which the money was received: the tax point. Not after today. Required without paymentId; with it, it '
        + 'must be the day of the payment.'),
    paymentId: uuid.description('Advance payment on the proforma that the invoice is for. Absent: it is recorded too.'),
    issueDate: calendarDate.description('Issue date of the advance invoice. Absent: today.'),
    notes: text(4_000).description('Note that is printed.'),
    paymentMethod: described(oneOf('PaymentMethod', paymentMethods),
        'Way in which the money moved, for the payment to be recorded. Absent: that of the proforma.'),
    paymentReference: nullable(text(200))
        .description('Reference of the payment to be recorded, such as the title of the transfer.'),
    ...rateBody
}).example({ amount: '2000.00', receivedOn: '2026-11-12' }), {
    set: { anyOf: [{ required: ['paymentId'] }, { required: ['amount', 'receivedOn'] }] }
});
