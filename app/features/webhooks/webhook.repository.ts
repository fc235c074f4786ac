import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditing, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { inTransaction, type Query } from '../../platform/database/in-transaction.ts';
import type { WebhookEndpoint } from '../../platform/database/generated/client.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { isSealed } from '../../platform/secrets/secrets.ts';
import {
    assertAddressFree, maxOrganisationsPerUrl, maxPerHost, maxWebhooks, tooManyWebhooks, type AddressUse
} from './address-limits.ts';
import { hostOfUrl } from './webhook-host.sql.ts';
import type { Webhook } from './webhook.ts';
import { pausedReasons } from '../../foundation/vocabulary/webhook-states.ts';
import { wantedEventTypes } from '../../foundation/vocabulary/event-types.ts';

/** Values that are stored with a webhook, in the same statement. */
export type WebhookWrite = {
    readonly command: Command; readonly audit: AuditEntry; readonly answer: KeptAnswer | undefined
};

/** The webhooks of an organisation, the oldest first. There are at most 50. */
export async function findWebhooks({ prisma }: Database, organisationId: string): Promise<readonly Webhook[]> {
    return (await prisma.webhookEndpoint.findMany({ where: { organisationId }, orderBy: { id: 'asc' } }))
        .map(toWebhook);
}

/** One webhook of the organisation. @throws DomainError `WEBHOOK_NOT_FOUND`, also for another organisation's */
export async function findWebhook({ prisma }: Database, organisationId: string, webhookId: string): Promise<Webhook> {
    const row = await prisma.webhookEndpoint.findFirst({ where: { organisationId, id: webhookId } });
    if (row === null) {
        throw new DomainError(
            'WEBHOOK_NOT_FOUND', 'webhookId: there is no such webhook in your organisation', { webhookId });
    }
    return toWebhook(row);
}

/**
 * Locks the organisation's webhooks and an address until the transaction ends, in this order, so that what the next
 * statement counts stays true.
 */
const lockStatement: Statement = {
    name: 'lock_webhook_address',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('webhooks of ' || $1, 0)),
        pg_advisory_xact_lock(hashtextextended('webhooks at ' || $2, 0))`
};

/** CTE `address`: the {@link AddressUse} of the URL in $8. */
const addressUse = `address AS (
    SELECT min(w.id::text) FILTER (WHERE w.organisation_id = $1 AND w.url = r.url) AS same,
        count(DISTINCT w.organisation_id) FILTER (WHERE w.organisation_id <> $1 AND w.url = r.url)::int AS others,
        count(*) FILTER (WHERE w.organisation_id = $1 AND ${hostOfUrl('w.url')} = ${hostOfUrl('r.url')})::int
            AS neighbours
    FROM (SELECT ($8::jsonb->>'id')::uuid AS id, $8::jsonb->>'url' AS url) r
    LEFT JOIN invoices.webhook_endpoint w ON w.id <> r.id AND (w.organisation_id = $1 OR md5(w.url) = md5(r.url)))`;

/** Condition under which the address may be used. */
const addressFree = `(SELECT same IS NULL AND others < ${maxOrganisationsPerUrl} AND neighbours < ${maxPerHost}
    FROM address)`;

// A slot that the build before takes at the same time is a conflict: nothing is stored, and the next slot is tried.
const insertStatement: Statement = {
    name: 'insert_webhook',
    text: `WITH ${held},
        free AS (
            SELECT slot FROM generate_series(1, ${maxWebhooks}) slot
            WHERE NOT EXISTS (SELECT FROM invoices.webhook_endpoint w
                WHERE w.organisation_id = $1 AND w.slot = slot.slot)
            ORDER BY 1 LIMIT 1),
        ${addressUse},
        written AS (
            INSERT INTO invoices.webhook_endpoint
            SELECT r.* FROM free, jsonb_populate_record(NULL::invoices.webhook_endpoint,
                $8::jsonb || jsonb_build_object('slot', free.slot)) r
                WHERE ${mayWrite} AND ${addressFree}
            ON CONFLICT (organisation_id, slot) DO NOTHING RETURNING id),
        ${auditing('written')},
        ${answering('written')}
        SELECT EXISTS (SELECT FROM free) AS free, EXISTS (SELECT FROM written) AS written, a.* FROM address a`
};

/** Maximum tries: each failed one means that another request took one of the 50 slots. */
const maxTries = 50;

/**
 * Stores a new webhook.
 * @throws DomainError `WEBHOOK_URL_TAKEN` | `WEBHOOK_URL_CROWDED` | `TOO_MANY_WEBHOOKS` | `WEBHOOK_CHANGED`
 */
export async function insertWebhook(
    database: Database, webhook: Webhook, { command, audit, answer }: WebhookWrite
): Promise<void> {
    for (let tries = 0; tries < maxTries; tries += 1) {
        const values = [...writeValues(command, audit, answer), JSON.stringify(webhookValues(webhook))];
        const [row] = await inTransaction(database, async ({ query }) => {
            await query(lockStatement, [webhook.organisationId, webhook.url]);
            return query<AddressUse & { free: boolean; written: boolean }>(insertStatement, values);
        });
        if (row?.written === true) {
            return;
        }
        if (row !== undefined) {
            assertAddressFree(row);
        }
        if (row?.free === false) {
            throw tooManyWebhooks();
        }
    }
    throw changed();
}

const columns = [
    'version', 'url', 'types', 'description', 'status', 'paused_reason', 'paused_at', 'updated_at'
];

// Only a rotation writes them: a job seals the secrets without a new version of the webhook, and another change, made
// from what was read before, would undo that.
const secretColumns = [
    'secret', 'previous_secret', 'sealed_secret', 'sealed_previous_secret', 'previous_secret_until'
].map((column) => `${column} = CASE WHEN $10::boolean THEN r.${column} ELSE w.${column} END`);

// Deliveries that wait for a retry start afresh: their three days begin again. A delivery under way is skipped, unless
// its worker was killed. An untried delivery that is due is skipped too: most of 100 000 behind a dead receiver are
// such, and writing all of them takes seconds.
const updateStatement: Statement = {
    name: 'update_webhook',
    text: `WITH ${held},
        ${addressUse},
        written AS (
            UPDATE invoices.webhook_endpoint w SET ${columns.map((column) => `${column} = r.${column}`).join(', ')},
                ${secretColumns.join(', ')},
                pace = CASE WHEN w.url = r.url THEN w.pace END,
                missed_after = CASE WHEN r.status = 'paused'
                THEN COALESCE(w.missed_after, r.missed_after) ELSE w.missed_after END
            FROM jsonb_populate_record(NULL::invoices.webhook_endpoint, $8::jsonb) r
            WHERE w.organisation_id = $1 AND w.id = r.id AND w.version = r.version - 1 AND ${mayWrite}
                AND (w.url = r.url OR ${addressFree})
            RETURNING w.id, w.updated_at),
        anew AS (
            UPDATE invoices.webhook_delivery d
            SET attempts = 0, first_attempt_at = NULL, next_attempt_at = w.updated_at,
                claim = NULL, claimed_until = NULL
            FROM written w WHERE $9::boolean AND d.endpoint_id = w.id AND d.state = 'pending'
                AND (d.claimed_until IS NULL OR d.claimed_until <= now())
                AND (d.attempts > 0 OR d.next_attempt_at > w.updated_at)),
        ${auditing('written')},
        ${answering('written')}
        SELECT EXISTS (SELECT FROM written) AS written, a.* FROM address a`
};

/** Effects of a change beside the webhook's own fields. */
export type WebhookChange = {
    /** True: waiting deliveries are due at once, as if they had not been tried before. */
    readonly anew: boolean;
    /** True: the address is another one, which must be free. */
    readonly moved: boolean;
    /** True: the secrets are other ones. */
    readonly rotated: boolean;
};

/**
 * Stores a changed webhook over the version that it was made from.
 * @throws DomainError `WEBHOOK_URL_TAKEN` | `WEBHOOK_URL_CROWDED` | `TOO_MANY_WEBHOOKS` | `WEBHOOK_CHANGED`
 */
export async function saveWebhook(
    database: Database, webhook: Webhook, { anew, moved, rotated }: WebhookChange,
    { command, audit, answer }: WebhookWrite
): Promise<void> {
    const values = [...writeValues(command, audit, answer), JSON.stringify(webhookValues(webhook)), anew, rotated];
    const saving = ({ query }: Query) => query<AddressUse & { written: boolean }>(updateStatement, values);
    const [row] = moved ? await inTransaction(database, async (transaction) => {
        await transaction.query(lockStatement, [webhook.organisationId, webhook.url]);
        return saving(transaction);
    }) : await saving(database);
    if (row?.written === true) {
        return;
    }
    if (moved && row !== undefined) {
        assertAddressFree(row);
    }
    throw changed();
}

const deleteStatement: Statement = {
    name: 'delete_webhook',
    text: `WITH ${held},
        written AS (DELETE FROM invoices.webhook_endpoint w WHERE w.organisation_id = $1 AND w.id = $8::uuid
        AND w.version = $9::int AND ${mayWrite} RETURNING w.id),
        ${auditing('written')},
        ${answering('written')}
        SELECT id FROM written`
};

/** Removes a webhook in the version that was read, and its deliveries with it. @throws DomainError `WEBHOOK_CHANGED` */
export async function removeWebhook(
    { query }: Database, { id, version }: Webhook, { command, audit, answer }: WebhookWrite
): Promise<void> {
    const rows = await query(deleteStatement, [...writeValues(command, audit, answer), id, version]);
    if (rows.length !== 1) {
        throw changed();
    }
}

function changed(): DomainError {
    return new DomainError('WEBHOOK_CHANGED', 'The webhook was changed by another request at the same time; try again');
}

function webhookValues(webhook: Webhook): Readonly<Record<string, unknown>> {
    return {
        id: webhook.id,
        organisation_id: webhook.organisationId,
        version: webhook.version,
        url: webhook.url,
        types: webhook.types,
        description: webhook.description,
        status: webhook.pause === null ? 'active' : 'paused',
        paused_reason: webhook.pause?.reason ?? null,
        paused_at: webhook.pause?.at ?? null,
        missed_after: webhook.missedAfter,
        ...storedSecrets(webhook),
        previous_secret_until: webhook.previous?.until ?? null,
        last_success_at: webhook.lastSuccessAt,
        created_at: webhook.createdAt,
        updated_at: webhook.updatedAt
    };
}

/** The columns of the secrets. A secret is in one of the two forms, and never in plain when this build made it. */
function storedSecrets({ secret, previous }: Pick<Webhook, 'secret' | 'previous'>) {
    const before = previous?.secret ?? null;
    return {
        secret: isSealed(secret) ? '' : secret,
        sealed_secret: isSealed(secret) ? secret : null,
        previous_secret: before !== null && isSealed(before) ? '' : before,
        sealed_previous_secret: before !== null && isSealed(before) ? before : null
    };
}

function toWebhook(row: WebhookEndpoint): Webhook {
    const reason = pausedReasons.find((known) => known === row.pausedReason);
    const { previousSecretUntil } = row;
    const previousSecret = row.sealedPreviousSecret ?? row.previousSecret;
    return {
        id: row.id,
        organisationId: row.organisationId,
        version: row.version,
        url: row.url,
        types: wantedEventTypes.filter((type) => row.types.includes(type)),
        description: row.description,
        pause: reason === undefined || row.pausedAt === null ? null : { reason, at: row.pausedAt },
        missedAfter: row.missedAfter?.toString() ?? null,
        secret: row.sealedSecret ?? row.secret,
        previous: previousSecret === null || previousSecretUntil === null
            ? null : { secret: previousSecret, until: previousSecretUntil },
        lastSuccessAt: row.lastSuccessAt,
        createdAt: row.createdAt,
        updatedAt: row.updatedAt
    };
}
