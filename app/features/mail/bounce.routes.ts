import { commandRoute } from '../../platform/http/command-route.ts';
import { ok } from '../../platform/http/answer.ts';
import { bounceDelivery } from './bounce-delivery.ts';
import { bounceBody, deliveryAnswer, deliveryParams } from './delivery.schemas.ts';
import { deliveryView, type MailDelivery } from './mail-delivery.ts';

/** `POST …/deliveries/{deliveryId}/bounce`: a person tells that an e-mail came back. */
export const bounceRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/deliveries/{deliveryId}/bounce',
    id: 'bounceDelivery',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: 'Tell that an e-mail came back',
    notes: 'For a bounce that a person found in the mailbox of the sender. Providers report theirs by themselves. A '
        + 'delivery that bounced before is answered as it is.',
    params: deliveryParams,
    payload: bounceBody,
    success: { 200: deliveryAnswer },
    errors: ['INVOICE_NOT_FOUND', 'DELIVERY_NOT_FOUND', 'MAIL_NOT_SENT', 'INVOICE_CHANGED'],
    answer: (delivery: MailDelivery) => ok(deliveryView(delivery)),
    run: (dependencies, command, { params, payload: { kind = 'permanent' } }) =>
        bounceDelivery(dependencies, command, { ...params, kind })
});
