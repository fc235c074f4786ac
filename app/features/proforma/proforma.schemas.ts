import { calendarDate, text } from '../../foundation/schema/fields.ts';
import { shape } from '../../foundation/schema/shape.ts';

/** `POST /invoices/{invoiceId}/convert` */
export const convertBody = shape('ConvertOptions', {}, {
    issueDate: calendarDate.description('Of the invoice; left open, it is the day it is issued'),
    saleDate: calendarDate,
    dueDate: calendarDate,
    notes: text(4_000).description("Instead of the proforma's")
}).example({ saleDate: '2026-11-23' });
