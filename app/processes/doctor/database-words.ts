import { systemCodeOf } from '../../foundation/errors/system-code.ts';
import { failureWords, noAnswer } from './failure-words.ts';

/** User and database of a connection. */
type Login = { readonly user: string; readonly database: string };

/** The reason why PostgreSQL (by its error code) or its driver refused the connection. */
export function connectionWords(error: unknown, { user, database }: Login): string {
    const code = systemCodeOf(error);
    switch (code) {
        case '28P01':
            return `wrong password for user ${user} (${code})`;
        case '28000':
            return `the server does not let user ${user} in from here: no such user, or no rule in its `
                + `pg_hba.conf (${code})`;
        case '3D000':
            return `the database ${database} does not exist (${code})`;
        case '42501':
            return `user ${user} has no privilege on the database or its tables (${code})`;
        case '53300':
            return `the server has no connection left (${code})`;
        case '57P03':
            return `the server is starting or stopping (${code})`;
        default:
            return code === undefined ? driverWords(error) : failureWords(error);
    }
}

/** Words for the driver's own errors, which have no code, only these texts. */
function driverWords(error: unknown): string {
    const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : '';
    if (/timeout/i.test(message)) {
        return noAnswer;
    }
    if (/^SASL.*password must be/.test(message)) {
        return 'the server wants a password, and none is set';
    }
    if (/does not support SSL/i.test(message)) {
        return 'the server offers no TLS, and the address asks for it';
    }
    return failureWords(error);
}
