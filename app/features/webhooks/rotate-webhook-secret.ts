import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewestWebhook } from './on-newest-webhook.ts';
import { webhookDocument } from './webhook.document.ts';
import { saveWebhook } from './webhook.repository.ts';
import { newSecret } from './webhook-secret.ts';
import type { WebhookServices } from './webhook-services.ts';
import { rotateSecret, type Webhook } from './webhook.ts';

/**
 * Gives a webhook a new secret. For `graceHours` both sign every delivery, so that the receiver may change over when it likes; the secret
 * before an earlier rotation ends at once.
 * @throws DomainError those of `onNewestWebhook`
 */
export function rotateWebhookSecret(
    services: WebhookServices, command: Command<Webhook>, webhookId: string, graceHours: number
): Promise<Webhook> {
    return onNewestWebhook(services, command, webhookId, async (webhook) => {
        const now = services.clock.now();
        const rotated = rotateSecret(webhook, newSecret(), graceHours, now);
        const audit = auditEntry(command, {
            action: 'webhook.secret_rotated', invoiceId: null, before: webhookDocument(webhook), after: webhookDocument(rotated), now
        });
        await saveWebhook(services.database, rotated, false, { command, audit, answer: command.keep(rotated) });
        return rotated;
    });
}
