import type { Database } from '../../platform/database/database.ts';
import { listDeliveries, type DeliveryQuery, type DeliveryView } from './webhook-delivery-log.repository.ts';
import { findWebhook } from './webhook.repository.ts';

/** One page of deliveries, the newest event first. */
export type DeliveryPage = {
    readonly data: readonly DeliveryView[];
    readonly limit: number;
    /** Null on the last page. */
    readonly nextCursor: string | null;
};

/** Reads one page of a webhook's deliveries. @throws DomainError `WEBHOOK_NOT_FOUND` */
export async function readDeliveries(
    { database }: { readonly database: Database }, organisationId: string, webhookId: string, query: DeliveryQuery
): Promise<DeliveryPage> {
    const { id } = await findWebhook(database, organisationId, webhookId);
    const found = await listDeliveries(database, id, { ...query, limit: query.limit + 1 });
    const data = found.slice(0, query.limit);
    return { data, limit: query.limit, nextCursor: found.length > query.limit ? data.at(-1)?.position ?? null : null };
}
