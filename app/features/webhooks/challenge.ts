import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { signatureHeaders } from './message.ts';
import { sendWebhook, type SendOutcome, type Transport } from './send-webhook.ts';
import type { Webhook } from './webhook.ts';

/** Parts of a challenge that do not come from the webhook. */
export type Challenging = {
    readonly transport: Transport;
    /** Secrets that sign it, opened; the present one first. */
    readonly secrets: readonly string[];
    readonly now: Date;
    /** Version of this service, sent in `user-agent`. */
    readonly version: string;
    /** Ends the challenge with the request that it belongs to. */
    readonly signal: AbortSignal;
};

/** Limits of a challenge: its caller waits for the answer. */
const challengeLimits = { connectTimeoutMs: 3_000, totalTimeoutMs: 5_000, maxAnswerBytes: 1_024 } as const;

const challengeBytes = 32;

/**
 * Asks an address whether it wants the webhook: a signed POST with a random value, whose answer must be that value.
 * @returns Undefined when it does; else what came, as a clause that follows "url"
 */
export async function challenge(
    webhook: Webhook, { transport, secrets, now, version, signal }: Challenging
): Promise<string | undefined> {
    const value = randomBytes(challengeBytes).toString('base64url');
    const body = JSON.stringify({
        type: 'webhook.challenge', timestamp: now.toISOString(), organisation: webhook.organisationId,
        data: { webhookId: webhook.id, challenge: value }
    });
    const headers = {
        'content-type': 'application/json',
        'user-agent': `invoices-service/${version}`,
        ...signatureHeaders(secrets, uuidv7(), now, body)
    };
    const request = { url: webhook.url, headers, body, keepsAnswer: true };
    return refusalOf(await sendWebhook(request, { ...transport, ...challengeLimits }, signal), value);
}

function refusalOf(sent: SendOutcome, value: string): string | undefined {
    if ('failure' in sent) {
        return `was not confirmed: the challenge had no answer (${sent.failure})`;
    }
    if (sent.status < 200 || sent.status > 299) {
        return `was not confirmed: the challenge was answered ${sent.status}; a 2xx is needed, and redirects are not `
            + 'followed';
    }
    return sent.body !== undefined && answers(sent.body, value) ? undefined
        : `was not confirmed: the answer ${sent.status} did not hold the challenge, which must be all that it holds`;
}

/**
 * True for the value alone, as text or as `{"challenge": value}`. A page or a service that sends back what it was sent
 * holds more.
 */
function answers(body: string, value: string): boolean {
    return body.trim() === value || isObjectOf(body, value);
}

function isObjectOf(body: string, value: string): boolean {
    try {
        const answer: unknown = JSON.parse(body);
        return typeof answer === 'object' && answer !== null && Object.keys(answer).length === 1
            && 'challenge' in answer && answer.challenge === value;
    } catch {
        return false;
    }
}
