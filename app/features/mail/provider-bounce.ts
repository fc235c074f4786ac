import Joi from 'joi';
import { withoutKey } from '../../platform/commands/command.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { bounceKinds, type BounceKind } from '../../foundation/vocabulary/mail-states.ts';
import type { Database } from '../../platform/database/database.ts';
import { bounceDelivery } from './bounce-delivery.ts';
import { findOwnedDeliveries, type OwnedDelivery } from './bounce.repository.ts';

/** A bounce as a provider reports it. */
export type ReportedBounce = { readonly deliveryId: string; readonly kind: BounceKind };

const uuidPattern = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/i;
const messageId = Joi.string().max(1_000);

/** The service's own form: an id and the kind. */
const generic = Joi.object({
    deliveryId: Joi.string().guid(), messageId, kind: Joi.string().valid(...bounceKinds).required(),
    reason: Joi.string().max(2_000).allow('', null)
}).or('deliveryId', 'messageId');

/** Mailgun's event `failed` or `complained`. @see the provider's page of webhooks */
const mailgun = Joi.object({
    'event-data': Joi.object({
        event: Joi.string().required(), severity: Joi.string().allow('', null),
        message: Joi.object({ headers: Joi.object({ 'message-id': messageId.required() }).unknown(true).required() })
            .unknown(true).required()
    }).unknown(true).required()
}).unknown(true);

/** One event of SendGrid's list. */
const sendGridEvent = Joi.object({ event: Joi.string().required(), 'smtp-id': messageId, type: Joi.string() })
    .unknown(true);

/** Maximum events in one call. */
const maxEvents = 1_000;

/** `POST /mail/bounces`, in one of the three forms. */
export const reportedBounces = Joi.alternatives(
    generic, mailgun, Joi.array().items(sendGridEvent).max(maxEvents)
).messages({
    'alternatives.match': 'must be an object with deliveryId or messageId, kind (permanent, temporary, complaint) and '
        + 'perhaps reason; or an event of Mailgun; or a list of events of SendGrid'
});

/** Reads the bounces of a call, in whichever form. Events that are no bounces are left out. */
export function readBounces(payload: unknown): readonly ReportedBounce[] {
    if (Array.isArray(payload)) {
        return payload.flatMap((event: unknown) => reported(member(event, 'smtp-id'), kindOfSendGrid(event)));
    }
    const event = member(payload, 'event-data');
    if (event !== undefined) {
        return reported(member(member(member(event, 'message'), 'headers'), 'message-id'), kindOfMailgun(event));
    }
    const kind = bounceKinds.find((name) => name === member(payload, 'kind'));
    return reported(member(payload, 'deliveryId') ?? member(payload, 'messageId'), kind);
}

function reported(id: unknown, kind: BounceKind | undefined): readonly ReportedBounce[] {
    const deliveryId = uuidPattern.exec(String(id))?.[0].toLowerCase();
    return deliveryId === undefined || kind === undefined ? [] : [{ deliveryId, kind }];
}

function kindOfSendGrid(event: unknown): BounceKind | undefined {
    switch (member(event, 'event')) {
        case 'bounce': return member(event, 'type') === 'blocked' ? 'temporary' : 'permanent';
        case 'dropped': return 'permanent';
        case 'deferred': return 'temporary';
        case 'spamreport': return 'complaint';
        default: return undefined;
    }
}

function kindOfMailgun(event: unknown): BounceKind | undefined {
    switch (member(event, 'event')) {
        case 'failed': return member(event, 'severity') === 'temporary' ? 'temporary' : 'permanent';
        case 'complained': return 'complaint';
        default: return undefined;
    }
}

function member(value: unknown, name: string): unknown {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Codes that tell a provider's report of something that is not ours, or that was withdrawn meanwhile. */
const passedOver: readonly string[] = ['INVOICE_NOT_FOUND', 'DELIVERY_NOT_FOUND', 'MAIL_NOT_SENT'];

/**
 * Records the bounces of a provider. Those that change nothing cost no statement of their own, so a call that is
 * repeated because it took too long comes further each time.
 * @returns Number of those that are deliveries of this service.
 */
export async function recordBounces(
    dependencies: { readonly database: Database; readonly clock: Clock }, bounces: readonly ReportedBounce[],
    requestId: string
): Promise<number> {
    const owned = await findOwnedDeliveries(dependencies.database, bounces.map(({ deliveryId }) => deliveryId));
    const byId = new Map(owned.map((delivery) => [delivery.id, delivery]));
    let known = 0;
    for (const { deliveryId, kind } of bounces) {
        const delivery = byId.get(deliveryId);
        if (delivery !== undefined) {
            const changesNothing = delivery.state === 'bounced' || (delivery.state === 'sent' && kind === 'temporary');
            known += changesNothing || await isRecorded(dependencies, delivery, kind, requestId) ? 1 : 0;
        }
    }
    return known;
}

/** Records a bounce. @returns False for one that is passed over. */
async function isRecorded(
    dependencies: { readonly database: Database; readonly clock: Clock },
    { id, organisationId, invoiceId }: OwnedDelivery, kind: BounceKind, requestId: string
): Promise<boolean> {
    try {
        await bounceDelivery(dependencies, {
            ...withoutKey, requestId, ifMatch: undefined, upstream: { organisationId, requestId },
            caller: { subject: 'mail-provider', organisationId, scopes: [], via: 'token' }
        }, { invoiceId, deliveryId: id, kind });
        return true;
    } catch (error) {
        if (!(error instanceof DomainError) || !passedOver.includes(error.code)) {
            throw error;
        }
        return false;
    }
}
