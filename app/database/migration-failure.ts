import type { MigrationList } from '@prisma/schema-engine-wasm';
import { StartFault } from '../errors/start-fault.ts';
import { byHand, leavesTraces, migrationOf } from './unfinished-migrations.ts';

/** A script that PostgreSQL refused, and its error as the driver adapter gave it. */
export type FailedScript = { readonly script: string; readonly error: unknown };

/** What the engine says of itself, for those who build it; an operator needs the first lines at most. */
const longestMessage = 500;

/**
 * Why migrating failed, for whoever runs it: which migration, what PostgreSQL said, and what has become of the database. The
 * engine's own error names the place in its own source.
 */
export function migrationFailure(error: unknown, failed: FailedScript | undefined, files: MigrationList['migrationDirectories']): StartFault {
    const name = failed && migrationOf(failed.script, files);
    if (failed === undefined || name === undefined) {
        return new StartFault(`Migrating failed: ${messageOf(error)}`, { cause: error });
    }
    const left = leavesTraces(failed.script)
        ? `It does not run in a transaction, so ${byHand(name)}`
        : 'Nothing of it was applied';
    return new StartFault(`The migration ${name} failed: ${messageOf(failed.error)}. ${left}`, { cause: error });
}

/** PostgreSQL's own words where the adapter kept them. */
function messageOf(error: unknown): string {
    const cause: unknown = error instanceof Error ? error.cause : undefined;
    const original: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'originalMessage') : undefined;
    const message = typeof original === 'string' ? original : error instanceof Error ? error.message : String(error);
    return message.trim().slice(0, longestMessage);
}
