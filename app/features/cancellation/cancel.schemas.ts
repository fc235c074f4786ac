import { reason } from '../correctives/corrective.schemas.ts';
import { instantOrDate, yesNo } from '../../foundation/schema/fields.ts';
import { shape } from '../../foundation/schema/shape.ts';

/** `PATCH /invoices/{invoiceId}/cancel` */
export const cancelBody = shape('CancelOptions', { reason }, {
    createCorrective: yesNo
        .description('True to take the invoice back by a corrective, which one that was sent needs.'),
    cancellationDate: instantOrDate.description(
        'Day that the cancellation counts for: not before the issue date and not in the future. Absent: today.')
}).example({ reason: 'Klient zrezygnował z montażu', createCorrective: true });
