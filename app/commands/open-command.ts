import type { Clock } from '../clock.ts';
import type { Database, Statement } from '../database/database.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from '../invoices/invoice.rows.ts';
import { organisationColumn, toOrganisation, type OrganisationRow } from '../organisations/organisation.rows.ts';
import { createOrganisation } from '../organisations/organisation.repository.ts';
import type { Organisation } from '../organisations/organisation.ts';
import { AnsweredBefore } from './answered-before.ts';
import type { Command, KeptAnswer } from './command.ts';

/** Everything a command must know before it decides. */
export type Opened = { readonly organisation: Organisation; readonly invoice: Invoice | undefined };

type OpenedRow = {
    readonly organisation: OrganisationRow | null;
    /** Its members are all null when there is no such invoice. */
    readonly invoice?: InvoiceRow | { readonly id: null };
    readonly claimed?: boolean;
    readonly kept?: KeptRow | null;
};

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

/** The first round trip of a command: organisation, invoice if there is one, and the claim on the Idempotency-Key, in one statement. */
function openStatement(withInvoice: boolean, withKey: boolean): Statement {
    return {
        name: `open${withInvoice ? '_invoice' : ''}${withKey ? '_with_key' : ''}`,
        text: `${withKey ? `WITH ${claim}` : ''}
            SELECT ${organisationColumn}
                ${withInvoice ? `, ${invoiceColumn}` : ''}
                ${withKey ? `, EXISTS (SELECT FROM claim) AS claimed, ${kept}` : ''}
            FROM (SELECT $1::text AS id) AS asked
            LEFT JOIN organisation o ON o.id = asked.id
            ${withInvoice ? 'LEFT JOIN invoice i ON i.organisation_id = asked.id AND i.id = $2::uuid' : 'WHERE $2::uuid IS NULL'}`
    };
}

const statements = {
    organisation: openStatement(false, false),
    organisationWithKey: openStatement(false, true),
    invoice: openStatement(true, false),
    invoiceWithKey: openStatement(true, true)
} as const;

/**
 * Reads what a command needs and claims its Idempotency-Key, in one round trip. An organisation that is used for the first time is made.
 * @param invoiceId - UUID of the invoice that the command is about, if any.
 * @throws AnsweredBefore when the same request was answered under its key
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` | `IDEMPOTENCY_KEY_RUNNING`
 */
export async function openCommand(
    { database, clock }: { readonly database: Database; readonly clock: Clock }, command: Command, invoiceId?: string
): Promise<Opened> {
    const { caller: { organisationId }, idempotency } = command;
    const statement = invoiceId === undefined
        ? (idempotency === undefined ? statements.organisation : statements.organisationWithKey)
        : (idempotency === undefined ? statements.invoice : statements.invoiceWithKey);
    const key = idempotency === undefined ? [] : [idempotency.key, idempotency.fingerprint, idempotency.attempt];
    const [row] = await database.query<OpenedRow>(statement, [organisationId, invoiceId ?? null, ...key]);
    assertClaimed(row, command);

    return {
        organisation: row?.organisation ? toOrganisation(row.organisation) : await createOrganisation(database, organisationId, clock.now()),
        invoice: row?.invoice === undefined || row.invoice.id === null ? undefined : toInvoice(row.invoice)
    };
}

/** The same read again for a command whose invoice was changed by another request meanwhile. Its key, if any, is already claimed. */
export function reopenCommand(services: { readonly database: Database; readonly clock: Clock }, command: Command, invoiceId: string): Promise<Opened> {
    return openCommand(services, { ...command, idempotency: undefined }, invoiceId);
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
