import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewestWebhook } from './on-newest-webhook.ts';
import { webhookDocument } from './webhook.document.ts';
import { removeWebhook } from './webhook.repository.ts';
import type { WebhookServices } from './webhook-services.ts';

/** Removes a webhook with its deliveries; what was not sent yet is not sent. @throws DomainError those of `onNewestWebhook` */
export function deleteWebhook(services: WebhookServices, command: Command, webhookId: string): Promise<void> {
    return onNewestWebhook(services, command, webhookId, async (webhook) => {
        const audit = auditEntry(command, {
            action: 'webhook.deleted', invoiceId: null, before: webhookDocument(webhook), after: null, now: services.clock.now()
        });
        await removeWebhook(services.database, webhook, { command, audit, answer: undefined });
    });
}
