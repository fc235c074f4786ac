import { reason } from '../correctives/corrective.schemas.ts';
import { instantOrDate, yesNo } from '../../foundation/schema/fields.ts';
import { shape } from '../../foundation/schema/shape.ts';

/** `PATCH /invoices/{invoiceId}/cancel` */
export const cancelBody = shape('CancelOptions', { reason }, {
    createCorrective: yesNo.description('Take back by a corrective; needed for an invoice that was sent'),
    cancellationDate: instantOrDate
        .description('The day it counts for: not before the issue date and not in the future; absent: today')
}).example({ reason: 'Klient zrezygnował z montażu', createCorrective: true });
