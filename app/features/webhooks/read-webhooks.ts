import type { Database } from '../../platform/database/database.ts';
import { findWebhook, findWebhooks } from './webhook.repository.ts';
import type { Webhook } from './webhook.ts';

/** All webhooks of an organisation, the oldest first. */
export function readWebhooks({ database }: { readonly database: Database }, organisationId: string): Promise<readonly Webhook[]> {
    return findWebhooks(database, organisationId);
}

/** @throws DomainError `WEBHOOK_NOT_FOUND` */
export function readWebhook({ database }: { readonly database: Database }, organisationId: string, webhookId: string): Promise<Webhook> {
    return findWebhook(database, organisationId, webhookId);
}
