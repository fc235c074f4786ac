import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { readNewestPosition } from '../event-feed/read-events.ts';
import { allowedUrl } from './allowed-url.ts';
import { confirmAddress } from './confirm-address.ts';
import { onNewestWebhook } from './on-newest-webhook.ts';
import { webhookDocument } from './webhook.document.ts';
import { saveWebhook } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';
import { editWebhook as edited, startsAnew, type Webhook, type WebhookInput } from './webhook.ts';

/**
 * Changes, pauses or resumes a webhook; absent fields keep their values. When it is resumed or gets another URL,
 * waiting deliveries are due at once.
 * Another URL must confirm that it wants the events, once for all tries.
 * @throws DomainError `WEBHOOK_URL_REFUSED` and those of `onNewestWebhook`, `confirmAddress` and `saveWebhook`
 */
export function editWebhook(
    dependencies: WebhookDependencies, command: Command<Webhook>, webhookId: string, input: WebhookInput
): Promise<Webhook> {
    let confirmed: string | undefined;
    return onNewestWebhook(dependencies, command, webhookId, async (webhook) => {
        const now = dependencies.clock.now();
        // Read before the pause: an event in between is sent twice, not missed.
        const newest = input.status === 'paused' && webhook.pause === null
            ? await readNewestPosition(dependencies, webhook.organisationId) : undefined;
        const changed = edited(webhook,
            input.url === undefined ? input : { ...input, url: allowedUrl(dependencies, input.url) }, now, newest);
        const moved = changed.url !== webhook.url;
        if (moved && changed.url !== confirmed) {
            await confirmAddress(dependencies, command, changed);
            confirmed = changed.url;
        }
        const audit = auditEntry(command, {
            action: 'webhook.changed', invoiceId: null, before: webhookDocument(webhook),
            after: webhookDocument(changed), now
        });
        const write = { command, audit, answer: command.keep(changed) };
        const change = { anew: startsAnew(webhook, changed), moved, rotated: false };
        await saveWebhook(dependencies.database, changed, change, write);
        return changed;
    });
}
