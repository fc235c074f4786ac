import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewestWebhook } from './on-newest-webhook.ts';
import { webhookDocument } from './webhook.document.ts';
import { removeWebhook } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';

/**
 * Removes a webhook with its deliveries; pending ones are no longer sent. @throws DomainError those of
 * `onNewestWebhook`
 */
export function deleteWebhook(dependencies: WebhookDependencies, command: Command, webhookId: string): Promise<void> {
    return onNewestWebhook(dependencies, command, webhookId, async (webhook) => {
        const audit = auditEntry(command, {
            action: 'webhook.deleted', invoiceId: null, before: webhookDocument(webhook), after: null,
            now: dependencies.clock.now()
        });
        await removeWebhook(dependencies.database, webhook, { command, audit, answer: undefined });
    });
}
