import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewestWebhook } from './on-newest-webhook.ts';
import { webhookDocument } from './webhook.document.ts';
import { saveWebhook } from './webhook.repository.ts';
import { newSecret, placeOfSecret, sealedSecret } from './webhook-secret.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';
import { rotateSecret, type RevealedWebhook } from './webhook.ts';

/**
 * Gives a webhook a new secret. For `graceHours` the new and the present secret sign every delivery, so that the
 * receiver can change over in its own time. A secret from before an earlier rotation ends at once. A present
 * secret that cannot be opened any more is no obstacle.
 * @throws DomainError those of `onNewestWebhook`
 */
export function rotateWebhookSecret(
    dependencies: WebhookDependencies, command: Command<RevealedWebhook>, webhookId: string, graceHours: number
): Promise<RevealedWebhook> {
    return onNewestWebhook(dependencies, command, webhookId, async (webhook) => {
        const now = dependencies.clock.now();
        const place = placeOfSecret(webhook);
        const secret = newSecret();
        const present = { ...webhook, secret: sealedSecret(dependencies.secrets, webhook.secret, place) };
        const rotated = rotateSecret(present, dependencies.secrets.seal(secret, place), graceHours, now);
        const revealed = { webhook: rotated, secret };
        const audit = auditEntry(command, {
            action: 'webhook.secret_rotated', invoiceId: null, before: webhookDocument(webhook),
            after: webhookDocument(rotated), now
        });
        const write = { command, audit, answer: command.keep(revealed) };
        await saveWebhook(dependencies.database, rotated, { anew: false, moved: false, rotated: true }, write);
        return revealed;
    });
}
