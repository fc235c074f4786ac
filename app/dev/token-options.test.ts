import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, test } from '@jest/globals';
import { readConfig } from '../platform/config/config.ts';
import { callerFromClaims } from '../platform/auth/token-claims.ts';
import { developmentSecret, developmentToken } from './development-token.ts';
import { serviceEnvironment } from './service-environment.ts';
import { tokenOptionsOf } from './token-options.ts';

/** Settings of access of the service that `npm start` starts. */
const { auth } = readConfig(serviceEnvironment({}, {
    port: 3008, metricsPort: 9464, databaseUrl: 'postgresql://crm@127.0.0.1:5433/invoices',
    upstreams: {
        contacts: 'http://127.0.0.1:3005', products: 'http://127.0.0.1:3004', services: 'http://127.0.0.1:3007',
        quotes: 'http://127.0.0.1:3006', nbp: 'http://127.0.0.1:3009/api'
    },
    smtpUrl: 'smtp://127.0.0.1:1025'
}));

/** The claims that the service reads from the token of these arguments, with the caller they speak for. */
async function made(...args: readonly string[]) {
    const token = await developmentToken(tokenOptionsOf(args, 'development'));
    const { payload } = await jwtVerify(token, new TextEncoder().encode(developmentSecret));
    return { payload, caller: callerFromClaims(payload, auth) };
}

describe('a development token', () => {
    test('without options may do everything in the default organisation, for a year', async () => {
        const { payload: { iat = 0, exp = 0 }, caller } = await made();

        expect(caller).toEqual({
            subject: 'developer', organisationId: auth.defaultOrganisation, scopes: auth.roles.get('admin')
        });
        expect(exp - iat).toBe(365 * 86_400);
        expect(decodeJwt(await developmentToken())).toEqual(decodeJwt(await developmentToken({ role: 'admin' })));
    });

    test('speaks for the organisation, role and subject that were asked for, as long as was asked for', async () => {
        const { payload: { iat = 0, exp = 0 }, caller } = await made(
            '--org', 'acme', '--role', 'sales', '--subject', 'anna', '--expires', '8h');

        expect(caller).toEqual({ subject: 'anna', organisationId: 'acme', scopes: auth.roles.get('sales') });
        expect(exp - iat).toBe(8 * 3_600);
    });

    test.each([
        [['--org', 'no blank'], '--org must be 1 to 64'], [['--org', ''], '--org must be 1 to 64'],
        [['--role', 'king'], '--role must be one of admin, accountant, manager, user, sales'],
        [['--subject', ' '], '--subject must have 1 to 255'], [['--expires', 'tomorrow'], '--expires must be a period'],
        [['--expires', '-1h'], '--expires'], [['--organisation', 'x'], '--organisation'], [['acme'], 'acme']
    ])('with %j is refused by the name of the option', (args, text) => {
        expect(() => tokenOptionsOf(args, undefined)).toThrow(text);
    });

    test('is not made in production', () => {
        expect(() => tokenOptionsOf([], 'production')).toThrow('NODE_ENV is production');
    });
});
