import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database, Statement } from '../database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from '../../domain/invoices/invoice.rows.ts';
import { organisationColumn, toOrganisation, type OrganisationRow } from '../../domain/organisations/organisation.rows.ts';
import { createOrganisation } from '../../domain/organisations/organisation.repository.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { AnsweredBefore } from './answered-before.ts';
import type { Command, KeptAnswer } from './command.ts';

/** Everything a command must know before it decides. */
export type Opened = { readonly organisation: Organisation; readonly invoice: Invoice | undefined };

type OpenedRow = {
    readonly organisation: OrganisationRow | null;
    readonly claimed?: boolean;
    readonly kept?: KeptRow | null;
};

/** Its members are all null when there is no such invoice. */
type InvoiceColumn = { readonly invoice: InvoiceRow | { readonly id: null } };

type KeptRow = { readonly fingerprint: string; readonly live: boolean } & (KeptAnswer | { readonly statusCode: null });

// Longer than any request may take, so that a key is only taken over from a try that is dead.
const claimSeconds = 30;

const claim = `claim AS (
    INSERT INTO idempotency_key AS k (organisation_id, key, fingerprint, attempt, locked_until, expires_at)
    VALUES ($1, $3, $4, $5::uuid, now() + interval '${claimSeconds} seconds', now() + interval '24 hours')
    ON CONFLICT (organisation_id, key) DO UPDATE
        SET fingerprint = excluded.fingerprint, attempt = excluded.attempt, locked_until = excluded.locked_until,
            expires_at = excluded.expires_at, status_code = NULL, headers = NULL, body = NULL
        WHERE k.expires_at <= now()
            OR (k.status_code IS NULL AND k.locked_until <= now() AND k.fingerprint = excluded.fingerprint)
    RETURNING key)`;
const kept = `(SELECT json_build_object('fingerprint', k.fingerprint, 'statusCode', k.status_code, 'headers', k.headers, 'body', k.body,
        'live', k.expires_at > now()) FROM idempotency_key k WHERE k.organisation_id = $1 AND k.key = $3) AS kept`;

/** The first round trip of a kind of command: what it reads beside organisation and claim. */
export type Opening = { readonly plain: Statement; readonly withKey: Statement };

/**
 * The first round trip of a command in one statement: organisation, what the command is about, and the claim on the Idempotency-Key.
 * @param name - Of the prepared statement.
 * @param columns - SQL, each column with a comma before it. `$1` is the organisation, `$2` what {@link openWith} is asked for.
 * @param rest - SQL after the joined organisation.
 */
export function opening(name: string, columns: string, rest: string): Opening {
    const statement = (withKey: boolean): Statement => ({
        name: `${name}${withKey ? '_with_key' : ''}`,
        text: `${withKey ? `WITH ${claim}` : ''}
            SELECT ${organisationColumn} ${columns} ${withKey ? `, EXISTS (SELECT FROM claim) AS claimed, ${kept}` : ''}
            FROM (SELECT $1::text AS id) AS asked
            LEFT JOIN organisation o ON o.id = asked.id
            ${rest}`
    });
    return { plain: statement(false), withKey: statement(true) };
}

const openings = {
    organisation: opening('open', '', 'WHERE $2::uuid IS NULL'),
    invoice: opening('open_invoice', `, ${invoiceColumn}`, 'LEFT JOIN invoice i ON i.organisation_id = asked.id AND i.id = $2::uuid')
} as const;

/**
 * Reads what a command needs and claims its Idempotency-Key, in one round trip. An organisation that is used for the first time is made.
 * @param asked - Value of the opening's `$2`.
 * @throws AnsweredBefore when the same request was answered under its key
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` | `IDEMPOTENCY_KEY_RUNNING`
 */
export async function openWith<Row>(
    { database, clock }: { readonly database: Database; readonly clock: Clock }, command: Command, { plain, withKey }: Opening, asked: string | null
): Promise<{ readonly organisation: Organisation; readonly row: Partial<Row> }> {
    const { caller: { organisationId }, idempotency } = command;
    const key = idempotency === undefined ? [] : [idempotency.key, idempotency.fingerprint, idempotency.attempt];
    const [row] = await database.query<OpenedRow & Partial<Row>>(idempotency === undefined ? plain : withKey, [organisationId, asked, ...key]);
    assertClaimed(row, command);
    return {
        organisation: row?.organisation ? toOrganisation(row.organisation) : await createOrganisation(database, organisationId, clock.now()),
        row: row ?? {}
    };
}

/**
 * Opens a command about one invoice, or about none.
 * @param invoiceId - UUID of the invoice that the command is about, if any.
 * @throws AnsweredBefore | DomainError as {@link openWith}
 */
export async function openCommand(
    services: { readonly database: Database; readonly clock: Clock }, command: Command, invoiceId?: string
): Promise<Opened> {
    const { organisation, row: { invoice } } = await openWith<InvoiceColumn>(
        services, command, invoiceId === undefined ? openings.organisation : openings.invoice, invoiceId ?? null);
    return { organisation, invoice: invoice === undefined || invoice.id === null ? undefined : toInvoice(invoice) };
}

function assertClaimed(row: OpenedRow | undefined, { idempotency }: Command): void {
    if (idempotency === undefined || row?.claimed === true) {
        return;
    }
    const before = row?.kept;
    if (before?.live === true && before.fingerprint !== idempotency.fingerprint) {
        throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'Idempotency-Key: this key was used for another request');
    }
    if (before?.live === true && before.statusCode !== null) {
        const { statusCode, headers, body } = before;
        throw new AnsweredBefore({ statusCode, headers, body });
    }
    throw new DomainError('IDEMPOTENCY_KEY_RUNNING', 'Idempotency-Key: the first request with this key has not finished yet', {}, { retryAfterSeconds: 1 });
}
