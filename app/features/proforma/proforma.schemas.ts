import { calendarDate, text } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';

/** `POST /invoices/{invoiceId}/convert` */
export const convertBody = form('ConvertOptions', {}, {
    issueDate: calendarDate.description('Issue date of the invoice. Absent: the day on which it is issued.'),
    saleDate: calendarDate
        .description('Day of the delivery or service (EN 16931 BT-72). Absent: the issue date.'),
    dueDate: calendarDate
        .description('Last day to pay on time (EN 16931 BT-9). Absent: as the payment terms say.'),
    notes: text(4_000).description("Note that is printed, instead of the proforma's.")
}).example({ saleDate: '2026-11-23' });
