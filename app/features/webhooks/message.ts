import { Webhook as Signer } from 'standardwebhooks';

/** An event in the form that is sent. */
export type OutgoingMessage = {
    readonly eventId: string;
    readonly type: string;
    readonly createdAt: Date;
    readonly position: string;
    readonly organisationId: string;
    readonly invoiceId: string | null;
    readonly data: object;
};

/** The body of a webhook, byte for byte the same in each attempt. Pure. */
export function bodyOf({ type, createdAt, position, organisationId, invoiceId, data }: OutgoingMessage): string {
    return JSON.stringify({
        type, timestamp: createdAt.toISOString(), position, organisation: organisationId, invoiceId, data
    });
}

/**
 * The headers of Standard Webhooks. Each secret makes its own signature; a receiver needs only one that it can verify.
 * @param eventId - Becomes `webhook-id`, which is the same in each attempt and in a replay.
 * @param at - The time of this attempt.
 */
export function signatureHeaders(
    secrets: readonly string[], eventId: string, at: Date, body: string
): Readonly<Record<string, string>> {
    return {
        'webhook-id': eventId,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': secrets.map((secret) => new Signer(secret).sign(eventId, at, body)).join(' ')
    };
}
