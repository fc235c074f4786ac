import type { Clock } from '../../foundation/clock/clock.ts';
import {
    assertClaimed, claimColumns, claimingKey, claimValues, type ClaimRow
} from '../../platform/commands/claim-key.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { createOrganisation } from './organisation.repository.ts';
import { organisationColumn, toOrganisation, type OrganisationRow } from './organisation.rows.ts';
import type { Organisation } from './organisation.ts';

type OpenedRow = ClaimRow & { readonly organisation: OrganisationRow | null };

/** Statements of a command's first round trip, without and with an Idempotency-Key. */
export type Opening = { readonly plain: Statement; readonly withKey: Statement };

/**
 * The first round trip of a command in one statement: organisation, subject of the command, and the claim on the
 * Idempotency-Key.
 * @param name - Name of the prepared statement.
 * @param columns - SQL, each column with a comma before it. `$1` is the organisation, `$2` the `asked` value of
 *     {@link openWith}.
 * @param rest - SQL after the joined organisation.
 */
export function opening(name: string, columns: string, rest: string): Opening {
    const statement = (withKey: boolean): Statement => ({
        name: `${name}${withKey ? '_with_key' : ''}`,
        text: `${withKey ? `WITH ${claimingKey}` : ''}
            SELECT ${organisationColumn} ${columns} ${withKey ? `, ${claimColumns}` : ''}
            FROM (SELECT $1::text AS id) AS asked
            LEFT JOIN invoices.organisation o ON o.id = asked.id
            ${rest}`
    });
    return { plain: statement(false), withKey: statement(true) };
}

const organisationAlone = opening('open', '', 'WHERE $2::uuid IS NULL');

/**
 * Reads the state for a command and claims its Idempotency-Key, in one round trip. Creates the organisation at its
 * first use.
 * @param asked - Value of the opening's `$2`.
 * @throws AnsweredBefore when the same request was answered under its key
 * @throws DomainError `IDEMPOTENCY_KEY_REUSED` | `IDEMPOTENCY_KEY_RUNNING`
 */
export async function openWith<Row>(
    { database, clock }: { readonly database: Database; readonly clock: Clock }, command: Command,
    { plain, withKey }: Opening, asked: string | null
): Promise<{ readonly organisation: Organisation; readonly row: Partial<Row> }> {
    const { caller: { organisationId }, idempotency } = command;
    const [row] = await database.query<OpenedRow & Partial<Row>>(
        idempotency === undefined ? plain : withKey, [organisationId, asked, ...claimValues(command)]);
    assertClaimed(row, command);
    return {
        organisation: row?.organisation
            ? toOrganisation(row.organisation) : await createOrganisation(database, organisationId, clock.now()),
        row: row ?? {}
    };
}

/**
 * Opens a command about the organisation alone, or about something new.
 * @throws AnsweredBefore | DomainError as {@link openWith}
 */
export async function openOrganisation(
    dependencies: { readonly database: Database; readonly clock: Clock }, command: Command
): Promise<Organisation> {
    const { organisation } = await openWith(dependencies, command, organisationAlone, null);
    return organisation;
}
