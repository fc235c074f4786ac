import type { Database, Statement } from '../../platform/database/database.ts';

/** One event of the feed in the words of the API. */
export type EventView = {
    readonly id: string;
    /** Place in the feed, as digits in a text, because it may exceed the range of a JSON number. */
    readonly position: string;
    readonly type: string;
    readonly createdAt: string;
    readonly invoiceId: string | null;
    readonly data: object;
};

type EventRow = {
    readonly id: string;
    readonly position: string;
    readonly type: string;
    readonly created_at: Date;
    readonly invoice_id: string | null;
    readonly payload: object;
};

const columns = 'id, position::text, type, created_at, invoice_id, payload';

const selectAfter: Statement = {
    name: 'select_events_after',
    text: `SELECT ${columns} FROM invoices.outbox_event
        WHERE organisation_id = $1 AND position > $2::bigint AND ($3::text[] IS NULL OR type = ANY ($3::text[]))
        ORDER BY outbox_event.position LIMIT $4::int`
};

const selectNewest: Statement = {
    name: 'select_newest_position',
    text: `SELECT position::text FROM invoices.outbox_event WHERE organisation_id = $1 AND position > $2::bigint
        ORDER BY outbox_event.position DESC LIMIT 1`
};

const selectOne: Statement = {
    name: 'select_event',
    text: `SELECT ${columns} FROM invoices.outbox_event
        WHERE organisation_id = $1 AND id = $2::uuid AND position IS NOT NULL`
};

/** Selection of a part of the feed. */
export type FeedQuery = {
    /** Position of the last event that was read; `0` reads from the beginning. */
    readonly after: string;
    readonly limit: number;
    /** Types to return; absent: all. */
    readonly types?: readonly string[];
};

/** The next events of the feed, in its order. Events without a position are not in it yet. */
export async function eventsAfter(
    { query }: Pick<Database, 'query'>, organisationId: string, { after, limit, types }: FeedQuery
): Promise<readonly EventView[]> {
    const rows = await query<EventRow>(selectAfter, [organisationId, after, types ?? null, limit]);
    return rows.map(toView);
}

/** Position of the organisation's newest event after a position, of any type; undefined when there is none. */
export async function newestPosition(
    { query }: Pick<Database, 'query'>, organisationId: string, after: string
): Promise<string | undefined> {
    const [row] = await query<{ position: string }>(selectNewest, [organisationId, after]);
    return row?.position;
}

/** One event of the organisation, if it has a position in the feed. */
export async function findEvent(
    { query }: Pick<Database, 'query'>, organisationId: string, eventId: string
): Promise<EventView | undefined> {
    const [row] = await query<EventRow>(selectOne, [organisationId, eventId]);
    return row === undefined ? undefined : toView(row);
}

function toView({ id, position, type, created_at: createdAt, invoice_id: invoiceId, payload }: EventRow): EventView {
    return { id, position, type, createdAt: createdAt.toISOString(), invoiceId, data: payload };
}
