import { v7 as uuidv7 } from 'uuid';
import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { allowedUrl } from './allowed-url.ts';
import { webhookDocument } from './webhook.document.ts';
import { insertWebhook } from './webhook.repository.ts';
import { newSecret } from './webhook-secret.ts';
import type { WebhookServices } from './webhook-services.ts';
import { newWebhook, type Webhook, type WebhookInput } from './webhook.ts';

/**
 * Makes a webhook, with a secret of its own.
 * @throws DomainError `WEBHOOK_URL_REFUSED` | `TOO_MANY_WEBHOOKS` and those of `openOrganisation`
 */
export async function createWebhook(
    services: WebhookServices, command: Command<Webhook>, input: WebhookInput & { readonly url: string }
): Promise<Webhook> {
    const organisation = await openOrganisation(services, command);
    const now = services.clock.now();
    const url = allowedUrl(services, input.url);
    const webhook = newWebhook({ id: uuidv7(), organisationId: organisation.id, secret: newSecret(), now }, { ...input, url });
    const audit = auditEntry(command, { action: 'webhook.created', invoiceId: null, before: null, after: webhookDocument(webhook), now });
    await insertWebhook(services.database, webhook, { command, audit, answer: command.keep(webhook) });
    return webhook;
}
