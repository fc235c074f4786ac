import type { MigrationList } from '@prisma/schema-engine-wasm';
import { StartFault } from '../../foundation/errors/start-fault.ts';
import { byHand, leavesTraces, lockLimitSeconds, migrationOf } from './unfinished-migrations.ts';

/** A script that PostgreSQL refused, and its error as the driver adapter gave it. */
export type FailedScript = { readonly script: string; readonly error: unknown };

/**
 * Maximum length of the engine's message. It is for those who build the engine; an operator needs the first lines at
 * most.
 */
const maxMessageLength = 500;

const lockNotAvailable = '55P03';
const blocked = `: a transaction has held a lock that it needs for more than ${lockLimitSeconds} s, and to wait longer `
    + 'would keep everybody waiting. Run it again, ' +
    'if need be after `SELECT pid, xact_start, query FROM pg_stat_activity WHERE xact_start IS NOT NULL ORDER BY '
    + 'xact_start` has shown what holds it';

/**
 * Failure of migrating for an operator: which migration, the message of PostgreSQL, and the state of the database. The
 * engine's own error names the place in its own source.
 */
export function migrationFailure(
    error: unknown, failed: FailedScript | undefined, files: MigrationList['migrationDirectories']
): StartFault {
    const name = failed && migrationOf(failed.script, files);
    if (failed === undefined || name === undefined) {
        return new StartFault(`Migrating failed: ${messageOf(error)}`, { cause: error });
    }
    const left = leavesTraces(failed.script)
        ? `It does not run in a transaction, so ${byHand(name)}`
        : `Nothing of it was applied${codeOf(failed.error) === lockNotAvailable ? blocked : ''}`;
    return new StartFault(`The migration ${name} failed: ${messageOf(failed.error)}. ${left}`, { cause: error });
}

/** PostgreSQL's own message where the adapter kept it. */
function messageOf(error: unknown): string {
    const message = original(error, 'originalMessage') ?? (error instanceof Error ? error.message : String(error));
    return message.trim().slice(0, maxMessageLength);
}

function codeOf(error: unknown): string | undefined {
    return original(error, 'originalCode');
}

/** A part of PostgreSQL's error, where the adapter kept it. */
function original(error: unknown, part: 'originalCode' | 'originalMessage'): string | undefined {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const value: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, part) : undefined;
    return typeof value === 'string' ? value : undefined;
}
