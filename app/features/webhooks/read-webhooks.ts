import type { Database } from '../../platform/database/database.ts';
import { findWebhook, findWebhooks } from './webhook.repository.ts';
import type { Webhook } from './webhook.ts';

/** Reads all webhooks of an organisation, the oldest first. */
export function readWebhooks(
    { database }: { readonly database: Database }, organisationId: string
): Promise<readonly Webhook[]> {
    return findWebhooks(database, organisationId);
}

/** Reads one webhook of an organisation. @throws DomainError `WEBHOOK_NOT_FOUND` */
export function readWebhook(
    { database }: { readonly database: Database }, organisationId: string, webhookId: string
): Promise<Webhook> {
    return findWebhook(database, organisationId, webhookId);
}
