import { types } from 'node:util';

/**
 * Codes of PostgreSQL that mean "not now": connection lost, shutting down, starting, too many connections, statement or
 * lock timed out, two transactions in conflict, or a standby that only reads after a failover.
 */
const postgresCodes = /^(?:08...|57P0[1-5]|57014|53[0-9A-Z]{3}|55P03|25P03|25006|40001|40P01|58...)$/;
/** Codes of Prisma: cannot connect, timed out, connection closed, no free connection, transaction could not start. */
const prismaCodes = /^(?:P1001|P1002|P1008|P1017|P2024|P2028|P2034|P2037)$/;
const systemCodes = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** Texts of the driver's own errors, which carry no code. */
const driverTexts = [
    'Connection terminated', 'timeout exceeded when trying to connect', 'Query read timeout',
    'Client has encountered a connection error', 'Cannot use a pool after calling end'
];
const adapterKinds =
    /^(?:DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TransactionWriteConflict)$/;

/** Codes of PostgreSQL and Prisma for a missing table or column. */
const schemaCodes = /^(?:42P01|42703|P2021|P2022)$/;

/** Maximum length of a chain of causes that is followed. */
const maxChainLength = 5;

/**
 * True when an unexpected error comes from a database that is down, overloaded or too slow, rather than from a mistake
 * of ours. Every other service is called through `upstream/`, whose errors have codes of their own.
 */
export function isDatabaseOutage(error: unknown): boolean {
    const { found, end } = followed(error, isOutage);
    // The pg adapter of Prisma adds a plain object to the chain.
    return found || (typeof end === 'object' && end !== null && 'kind' in end && adapterKinds.test(String(end.kind)));
}

/**
 * True when a statement named a table or column that the database lacks: the build was started before its migrations
 * were applied. Readiness keeps the Service's calls from such a build; direct calls get the same answer.
 */
export function isSchemaOutOfDate(error: unknown): boolean {
    return followed(error, (each) => 'code' in each && schemaCodes.test(String(each.code))).found;
}

/** Follows an error to its causes. @returns True in `found` when one of them is meant, and the end of the chain. */
function followed(error: unknown, meant: (each: Error) => boolean): { readonly found: boolean; readonly end: unknown } {
    let current: unknown = error;
    for (let depth = 0; depth < maxChainLength && types.isNativeError(current); depth += 1) {
        if (meant(current)) {
            return { found: true, end: current };
        }
        // hapi puts a value that it cannot take for an error into `data`.
        current = current.cause ?? ('data' in current ? current.data : undefined);
    }
    return { found: false, end: current };
}

function isOutage(error: Error): boolean {
    const code = 'code' in error ? String(error.code) : '';
    // A host with several addresses fails once for each.
    const inner: readonly unknown[] = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
    const several = inner.some((each) => types.isNativeError(each) && isOutage(each));
    return several || error.name === 'PrismaClientInitializationError'
        || driverTexts.some((text) => error.message.startsWith(text)) ||
        postgresCodes.test(code) || prismaCodes.test(code) || (systemCodes.test(code) && 'syscall' in error);
}
