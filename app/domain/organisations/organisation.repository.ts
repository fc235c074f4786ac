import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import {
    answering, auditingEach, emitting, held, mayWrite, writeValues
} from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { eventValues, type OutgoingEvent } from '../events/event.ts';
import { organisationColumn, organisationValues, toOrganisation, type OrganisationRow } from './organisation.rows.ts';
import { defaultProfile, type Organisation } from './organisation.ts';

type Row = { readonly organisation: OrganisationRow };

const selectOrganisation: Statement = {
    name: 'select_organisation',
    text: `SELECT ${organisationColumn} FROM invoices.organisation o WHERE o.id = $1`
};

// If two first uses run at once, one inserts the row and the other reads it.
const insertOrganisation: Statement = {
    name: 'insert_organisation',
    text: `INSERT INTO invoices.organisation AS o
        SELECT * FROM jsonb_populate_record(NULL::invoices.organisation, $1::jsonb)
        ON CONFLICT (id) DO NOTHING RETURNING ${organisationColumn}`
};

const columns = Object.keys(
    organisationValues(
        { ...defaultProfile, id: '', version: 1, pendingChange: null, createdAt: new Date(0), updatedAt: new Date(0) }))
    .filter((column) => column !== 'id' && column !== 'created_at');

const updateOrganisation: Statement = {
    name: 'update_organisation',
    text: `WITH ${held},
        written AS (
            UPDATE invoices.organisation o SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
            FROM jsonb_populate_record(NULL::invoices.organisation, $8::jsonb) r
            WHERE o.id = $1 AND o.version = r.version - 1 AND ${mayWrite} RETURNING o.id),
        ${auditingEach('written')},
        ${emitting('written', '$9')},
        ${answering('written')}
        SELECT id FROM written`
};

/** The organisation, or undefined before its first use. */
export async function findOrganisation({ query }: Database, id: string): Promise<Organisation | undefined> {
    const [row] = await query<Row>(selectOrganisation, [id]);
    return row === undefined ? undefined : toOrganisation(row.organisation);
}

/** Creates an organisation with its defaults; if another request was faster, returns the one that it created. */
export async function createOrganisation(database: Database, id: string, now: Date): Promise<Organisation> {
    const fresh: Organisation = {
        ...defaultProfile, id, version: 1, pendingChange: null, createdAt: now, updatedAt: now
    };
    const [row] = await database.query<Row>(insertOrganisation, [JSON.stringify(organisationValues(fresh))]);
    const organisation = row === undefined ? await findOrganisation(database, id) : toOrganisation(row.organisation);
    if (organisation === undefined) {
        throw new Error('an organisation vanished after it was made');
    }
    return organisation;
}

/** Values that are stored with a changed profile, in the same statement. */
export type OrganisationWrite = {
    readonly command: Command;
    /** In the order in which they happened. */
    readonly audit: readonly AuditEntry[];
    readonly events: readonly OutgoingEvent[];
    readonly answer: KeptAnswer | undefined;
};

/** Stores a changed profile over the version it came from. @throws DomainError `ORGANISATION_CHANGED` */
export async function saveOrganisation(
    { query }: Database, organisation: Organisation, { command, audit, events, answer }: OrganisationWrite
): Promise<void> {
    const rows = await query(updateOrganisation,
        [
            ...writeValues(command, audit, answer), JSON.stringify(organisationValues(organisation)),
            eventValues(events)
        ]);
    if (rows.length !== 1) {
        throw new DomainError(
            'ORGANISATION_CHANGED', 'The organisation was changed by another request at the same time; try again');
    }
}
