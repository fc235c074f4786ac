import { v7 as uuidv7 } from 'uuid';
import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { allowedUrl } from './allowed-url.ts';
import { confirmAddress } from './confirm-address.ts';
import { webhookDocument } from './webhook.document.ts';
import { insertWebhook } from './webhook.repository.ts';
import { newSecret, placeOfSecret } from './webhook-secret.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';
import { newWebhook, type RevealedWebhook, type WebhookInput } from './webhook.ts';

/**
 * Creates a webhook with its own secret, once its address has confirmed that it wants it.
 * @throws DomainError `WEBHOOK_URL_REFUSED` and those of `openOrganisation`, `confirmAddress` and `insertWebhook`
 */
export async function createWebhook(
    dependencies: WebhookDependencies, command: Command<RevealedWebhook>, input: WebhookInput & { readonly url: string }
): Promise<RevealedWebhook> {
    const organisation = await openOrganisation(dependencies, command);
    const now = dependencies.clock.now();
    const url = allowedUrl(dependencies, input.url);
    const place = { id: uuidv7(), organisationId: organisation.id };
    const secret = newSecret();
    const sealed = dependencies.secrets.seal(secret, placeOfSecret(place));
    const webhook = newWebhook({ ...place, secret: sealed, now }, { ...input, url });
    await confirmAddress(dependencies, command, webhook);
    const revealed = { webhook, secret };
    const audit = auditEntry(
        command, { action: 'webhook.created', invoiceId: null, before: null, after: webhookDocument(webhook), now });
    await insertWebhook(dependencies.database, webhook, { command, audit, answer: command.keep(revealed) });
    return revealed;
}
