import { Webhook as Signer } from 'standardwebhooks';

/** An event as it is sent. */
export type OutgoingMessage = {
    readonly eventId: string;
    readonly type: string;
    readonly createdAt: Date;
    readonly position: string;
    readonly organisationId: string;
    readonly invoiceId: string | null;
    readonly data: object;
};

/** The body of a webhook: the same to the byte with each attempt. Pure. */
export function bodyOf({ type, createdAt, position, organisationId, invoiceId, data }: OutgoingMessage): string {
    return JSON.stringify({ type, timestamp: createdAt.toISOString(), position, organisation: organisationId, invoiceId, data });
}

/**
 * The headers of Standard Webhooks. Each secret gives a signature of its own: a receiver needs one that it can verify.
 * @param eventId - Becomes `webhook-id`: the same with each attempt, also when an event is sent again on request.
 * @param at - The time of this attempt.
 */
export function signatureHeaders(secrets: readonly string[], eventId: string, at: Date, body: string): Readonly<Record<string, string>> {
    return {
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': secrets.map((secret) => new Signer(secret).sign(eventId, at, body)).join(' ')
    };
}
