import { parseArgs } from 'node:util';
import { roleMapWith } from '../platform/config/roles.ts';
import { organisationIdPattern } from '../platform/config/setting-types.ts';
import type { TokenOptions } from './development-token.ts';

/** Period of time as jose reads it, without a sign: a token that has ended already helps nobody. */
const period = /^\d+(\.\d+)? ?(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|y|yrs?|years?)$/i;

const maxSubjectLength = 255;

/**
 * The options of `npm run token`. Pure.
 * @param args - Arguments of the command line.
 * @param environment - Value of NODE_ENV, if it is set.
 * @throws Error that names the option at fault, and what it may be
 */
export function tokenOptionsOf(args: readonly string[], environment: string | undefined): TokenOptions {
    if (environment === 'production') {
        throw new Error('NODE_ENV is production: tokens are made here for development only');
    }
    const { values: { org, role, subject, expires } } = parseArgs({
        args: [...args],
        options: {
            org: { type: 'string' }, role: { type: 'string' }, subject: { type: 'string' }, expires: { type: 'string' }
        }
    });
    const roles = [...roleMapWith({}, []).keys()];
    if (org !== undefined && !organisationIdPattern.test(org)) {
        throw new Error('--org must be 1 to 64 letters, digits or . _ : @ -, and start with a letter or digit');
    }
    if (role !== undefined && !roles.includes(role)) {
        throw new Error(`--role must be one of ${roles.join(', ')}`);
    }
    if (subject !== undefined && (subject.trim() === '' || subject.length > maxSubjectLength)) {
        throw new Error(`--subject must have 1 to ${maxSubjectLength} characters`);
    }
    if (expires !== undefined && !period.test(expires)) {
        throw new Error('--expires must be a period of time such as 8h or "30 days"');
    }
    return {
        ...(org === undefined ? {} : { organisation: org }),
        ...(role === undefined ? {} : { role }),
        ...(subject === undefined ? {} : { subject }),
        ...(expires === undefined ? {} : { expires })
    };
}
