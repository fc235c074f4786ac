import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { readNewestPosition } from '../event-feed/read-events.ts';
import { allowedUrl } from './allowed-url.ts';
import { onNewestWebhook } from './on-newest-webhook.ts';
import { webhookDocument } from './webhook.document.ts';
import { urlTaken } from './url-taken.ts';
import { findWebhooks, saveWebhook } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';
import { editWebhook as edited, startsAnew, type Webhook, type WebhookInput } from './webhook.ts';

/**
 * Changes, pauses or resumes a webhook; absent fields keep their values. When it is resumed or gets another URL,
 * waiting deliveries are due at once.
 * @throws DomainError `WEBHOOK_URL_REFUSED` | `WEBHOOK_URL_TAKEN` and those of `onNewestWebhook`
 */
export function editWebhook(
    dependencies: WebhookDependencies, command: Command<Webhook>, webhookId: string, input: WebhookInput
): Promise<Webhook> {
    return onNewestWebhook(dependencies, command, webhookId, async (webhook) => {
        const now = dependencies.clock.now();
        // Read before the pause: an event in between is sent twice, not missed.
        const newest = input.status === 'paused' && webhook.pause === null
            ? await readNewestPosition(dependencies, webhook.organisationId) : undefined;
        const changed = edited(webhook,
            input.url === undefined ? input : { ...input, url: allowedUrl(dependencies, input.url) }, now, newest);
        if (changed.url !== webhook.url) {
            await assertUrlFree(dependencies, changed);
        }
        const audit = auditEntry(command, {
            action: 'webhook.changed', invoiceId: null, before: webhookDocument(webhook),
            after: webhookDocument(changed), now
        });
        const write = { command, audit, answer: command.keep(changed) };
        await saveWebhook(dependencies.database, changed, startsAnew(webhook, changed), write);
        return changed;
    });
}

async function assertUrlFree({ database }: WebhookDependencies, { id, organisationId, url }: Webhook): Promise<void> {
    const other = (await findWebhooks(database, organisationId)).find((each) => each.url === url && each.id !== id);
    if (other !== undefined) {
        throw urlTaken(other.id);
    }
}
