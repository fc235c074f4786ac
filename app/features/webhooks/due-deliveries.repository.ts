import type { Database, Statement } from '../../platform/database/database.ts';
import type { WebhookPace } from '../../foundation/vocabulary/webhook-states.ts';
import { hostOfUrl } from './webhook-host.sql.ts';

/** A delivery that is due, with what its attempt counts towards. */
export type DueDelivery = {
    readonly organisationId: string;
    readonly endpointId: string;
    readonly eventId: string;
    /** Host of the address, with a port that is not the usual one. */
    readonly host: string;
    /** Null: no attempt at the webhook has ended yet. */
    readonly pace: WebhookPace | null;
};

/** Room for further attempts. What has none is not looked at, so that it hides nothing behind it. */
export type Room = {
    /** Maximum organisations to look for. */
    readonly maxOrganisations: number;
    /** Maximum deliveries of one organisation. */
    readonly maxPerOrganisation: number;
    /** Limit of a webhook that takes its events, and of any other. */
    readonly maxPerEndpoint: number;
    readonly maxPerUnproven: number;
    /** Number of attempts under way by webhook. */
    readonly underWay: Readonly<Record<string, number>>;
    readonly fullOrganisations: readonly string[];
    /** Organisations with room for prompt webhooks only. */
    readonly promptOnly: readonly string[];
    readonly fullHosts: readonly string[];
    /** Hosts that an organisation has its share of: its id, a blank and the host. */
    readonly fullHostsOf: readonly string[];
    /** Paces with room; `untried` stands for none. */
    readonly paces: readonly (WebhookPace | 'untried')[];
};

/**
 * Maximum for one webhook that takes its events, so that a slow receiver is not overloaded. A constant of the
 * statement: PostgreSQL then reads as few rows by the index.
 */
export const maxPerEndpoint = 4;

/** Part of the round over all organisations: those after one id, up to another; null: to the end. */
export type Stretch = { readonly after: string; readonly upTo: string | null };

const nextOrganisation = (after: string): string => `SELECT d.organisation_id, d.next_attempt_at
    FROM invoices.webhook_delivery d WHERE d.state = 'pending' AND d.organisation_id > ${after}
        AND ($3::text IS NULL OR d.organisation_id <= $3) ORDER BY d.organisation_id, d.next_attempt_at LIMIT 1`;

/**
 * Steps from one organisation with pending deliveries to the next, by the index, and takes some of each that are due:
 * one of every webhook before a second of any. PostgreSQL stops at the limit, so a long queue costs what is taken of
 * it. Of an invoice only the earliest pending delivery is looked for, by a subquery for each row: PostgreSQL would read
 * a webhook's whole queue for an anti-join. Deliveries due at the same time, such as all that
 * wait for a resumed webhook, come in the order of the index, because sorting would cost time in each poll.
 */
const dueStatement: Statement = {
    name: 'due_webhook_deliveries',
    text: `WITH RECURSIVE waiting AS (
            (${nextOrganisation('$2')})
            UNION ALL
            SELECT n.organisation_id, n.next_attempt_at FROM waiting w
            CROSS JOIN LATERAL (${nextOrganisation('w.organisation_id')}) n)
        SELECT o.organisation_id AS "organisationId", found.due
        FROM waiting o CROSS JOIN LATERAL (
            SELECT jsonb_agg(jsonb_build_object('organisationId', o.organisation_id, 'endpointId', turn.endpoint_id,
                'eventId', turn.event_id, 'host', turn.host, 'pace', turn.pace)) AS due
            FROM (
                SELECT w.id AS endpoint_id, d.event_id, h.host, w.pace
                FROM invoices.webhook_endpoint w
                CROSS JOIN LATERAL (SELECT ${hostOfUrl('w.url')} AS host) h
                CROSS JOIN LATERAL (
                    SELECT one.event_id, one.next_attempt_at, row_number() OVER () AS place FROM (
                        SELECT d.event_id, d.next_attempt_at FROM invoices.webhook_delivery d
                        WHERE d.endpoint_id = w.id AND d.state = 'pending' AND d.next_attempt_at <= $1::timestamptz
                            AND (d.claimed_until IS NULL OR d.claimed_until <= now())
                            AND COALESCE((SELECT false FROM invoices.webhook_delivery earlier
                                WHERE earlier.endpoint_id = d.endpoint_id AND earlier.state = 'pending'
                                    AND earlier.invoice_id = d.invoice_id AND earlier.position < d.position
                                ORDER BY earlier.position LIMIT 1), true)
                        ORDER BY d.next_attempt_at
                        LIMIT ${maxPerEndpoint}) one) d
                WHERE d.place <= CASE WHEN w.pace IN ('prompt', 'slow') THEN $6::int ELSE $7::int END
                        - COALESCE(($8::jsonb->>(w.id::text))::int, 0)
                    AND w.organisation_id = o.organisation_id AND w.status = 'active'
                    AND COALESCE(w.pace, 'untried') = ANY ($13::text[])
                    AND (w.pace = 'prompt' OR o.organisation_id <> ALL ($10::text[])) IS TRUE
                    AND h.host <> ALL ($11::text[]) AND w.organisation_id || ' ' || h.host <> ALL ($12::text[])
                ORDER BY d.place, d.next_attempt_at LIMIT $5::int) turn) found
        WHERE o.next_attempt_at <= $1::timestamptz AND o.organisation_id <> ALL ($9::text[])
            AND found.due IS NOT NULL
        LIMIT $4::int`
};

/**
 * Finds due deliveries of organisations in the order of their ids.
 * @returns For each organisation its deliveries, one of every webhook before a second of any
 */
export async function findDue(
    { query }: Pick<Database, 'query'>, now: Date, { after, upTo }: Stretch, room: Room
): Promise<readonly (readonly DueDelivery[])[]> {
    const rows = await query<{ due: readonly DueDelivery[] }>(dueStatement, [
        now, after, upTo, room.maxOrganisations, room.maxPerOrganisation, room.maxPerEndpoint, room.maxPerUnproven,
        JSON.stringify(room.underWay), room.fullOrganisations, room.promptOnly, room.fullHosts, room.fullHostsOf,
        room.paces
    ]);
    return rows.map(({ due }) => due);
}
