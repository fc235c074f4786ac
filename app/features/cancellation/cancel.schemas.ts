import { reason } from '../correctives/corrective.schemas.ts';
import { calendarDate, yesNo } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';

/** `PATCH /invoices/{invoiceId}/cancel` */
export const cancelBody = form('CancelOptions', { reason }, {
    createCorrective: yesNo
        .description('True to take the invoice back by a corrective, which one that was sent needs.'),
    cancellationDate: calendarDate.description(
        'Day that the cancellation counts for: not before the issue date and not in the future. Absent: today.')
}).example({ reason: 'Klient zrezygnował z montażu', createCorrective: true });
