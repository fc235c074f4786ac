import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { Command } from '../../platform/commands/command.ts';
import { assertRoomFor } from './address-limits.ts';
import { challenge } from './challenge.ts';
import { withAllowance } from './webhook-allowance.ts';
import { findWebhooks } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';
import { webhookTransport } from './webhook-transport.ts';
import { signingSecrets } from './signing-secrets.ts';
import { openedSecret, placeOfSecret } from './webhook-secret.ts';
import type { Webhook } from './webhook.ts';

/**
 * Has the address of a webhook prove that it wants events, before anything is stored. It is not asked when the
 * organisation could not have the webhook anyway. Without `WEBHOOK_CHALLENGE` nothing is asked.
 * @throws DomainError `WEBHOOK_NOT_CONFIRMED` | `WEBHOOK_ALLOWANCE_USED` | `SECRET_UNREADABLE` and those of
 *     `assertRoomFor`
 */
export async function confirmAddress(
    { config, database, clock, secrets }: WebhookDependencies, { upstream }: Command, webhook: Webhook
): Promise<void> {
    if (!config.webhooks.challenge) {
        return;
    }
    const { organisationId } = webhook;
    assertRoomFor(webhook, await findWebhooks(database, organisationId));
    const now = clock.now();
    await withAllowance(database, { organisationId, kind: 'challenge', subject: '' }, now,
        async () => ({ used: 1, result: undefined }));
    openedSecret(secrets, webhook.secret, placeOfSecret(webhook));
    const signing = signingSecrets(secrets, webhook, now);
    // A receiver that hangs must not hold the organisation's place at work.
    const apart = upstream.apart ?? (<Result>(wait: () => Promise<Result>) => wait());
    const clause = await apart(() => challenge(webhook, {
        transport: webhookTransport(config), now,
        secrets: signing,
        version: config.version,
        signal: upstream.signal ?? new AbortController().signal
    }));
    if (clause !== undefined) {
        throw refusedField('WEBHOOK_NOT_CONFIRMED', 'url', clause);
    }
}
