import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import {
    answering, auditingEach, emitting, held, mayWrite, writeValues
} from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { eventValues, type OutgoingEvent } from '../events/event.ts';
import { organisationColumn, organisationValues, toOrganisation, type OrganisationRow } from './organisation.rows.ts';
import { defaultProfile, orderedLogo, type LogoFacts, type Organisation } from './organisation.ts';

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

/** The update of a profile over the version that it came from, as a statement that does `also` something with it. */
function updating(name: string, also = ''): Statement {
    return {
        name,
        text: `WITH ${held},
        written AS (
            UPDATE invoices.organisation o SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
            FROM jsonb_populate_record(NULL::invoices.organisation, $8::jsonb) r
            WHERE o.id = $1 AND o.version = r.version - 1 AND ${mayWrite} RETURNING o.id),
        ${also}
        ${auditingEach('written')},
        ${emitting('written', '$9')},
        ${answering('written')}
        SELECT id FROM written`
    };
}

const updateOrganisation = updating('update_organisation');

const updateWithLogo = updating('update_organisation_with_logo', `pictured AS (
            INSERT INTO invoices.organisation_logo AS l (organisation_id, content)
            SELECT w.id, $10::bytea FROM written w
            ON CONFLICT (organisation_id) DO UPDATE SET content = excluded.content),`);

const updateWithoutLogo = updating('update_organisation_without_logo', `unpictured AS (
            DELETE FROM invoices.organisation_logo l USING written w WHERE l.organisation_id = w.id),`);

// One statement, so that facts and bytes are of the same logo.
const selectLogo: Statement = {
    name: 'select_organisation_logo',
    text: `SELECT o.logo, l.content FROM invoices.organisation_logo l
        JOIN invoices.organisation o ON o.id = l.organisation_id WHERE l.organisation_id = $1`
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
    { query }: Database, organisation: Organisation, write: OrganisationWrite
): Promise<void> {
    assertWritten(await query(updateOrganisation, valuesOf(organisation, write)));
}

/** A logo: its facts and its bytes. */
export type Logo = LogoFacts & { readonly bytes: Buffer };

/** The logo of an organisation; undefined where it has none. */
export async function findLogo({ query }: Database, organisationId: string): Promise<Logo | undefined> {
    const [row] = await query<{ readonly logo: LogoFacts | null; readonly content: Buffer }>(
        selectLogo, [organisationId]);
    const facts = row === undefined ? null : orderedLogo(row.logo);
    return row === undefined || facts === null ? undefined : { ...facts, bytes: row.content };
}

/**
 * Stores a profile with another logo, or with none, over the version it came from.
 * @throws DomainError `ORGANISATION_CHANGED`
 */
export async function saveLogo(
    { query }: Database, organisation: Organisation, bytes: Buffer | null, write: OrganisationWrite
): Promise<void> {
    const values = valuesOf(organisation, write);
    assertWritten(bytes === null
        ? await query(updateWithoutLogo, values) : await query(updateWithLogo, [...values, bytes]));
}

function valuesOf(
    organisation: Organisation, { command, audit, events, answer }: OrganisationWrite
): readonly unknown[] {
    return [
        ...writeValues(command, audit, answer), JSON.stringify(organisationValues(organisation)), eventValues(events)
    ];
}

function assertWritten(rows: readonly unknown[]): void {
    if (rows.length !== 1) {
        throw new DomainError(
            'ORGANISATION_CHANGED', 'The organisation was changed by another request at the same time; try again');
    }
}
