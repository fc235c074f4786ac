import { describe, expect, test } from '@jest/globals';
import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../app/platform/auth/route-access.ts';
import { givenClock, givenServer } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { useServer } from '../support/use-service.ts';

const handler: ServerRoute['handler'] = (request) => {
    const { subject, organisationId, scopes, via } = callerOf(request);
    return { subject, organisationId, scopes, via };
};
/** One route for each kind of access. */
const accessRoutes: readonly ServerRoute[] = [
    { method: 'GET', path: '/own', handler, options: { auth: requires('invoices:read') } },
    { method: 'POST', path: '/write', handler, options: { auth: requires('invoices:write') } },
    { method: 'GET', path: '/gateways', handler, options: { auth: requires('invoices:read'), app: { gateway: true } } },
    { method: 'PUT', path: '/admins', handler, options: { auth: requires('organisation:write') } }
];

const clock = givenClock(new Date().toISOString());
const given = useServer({ routes: accessRoutes, clock });

function call(authorization?: string, url = '/own', method = 'GET', to = given) {
    return to.server.inject({ method, url, headers: authorization === undefined ? {} : { authorization } });
}

function unsigned(header: object, claims: object): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part(header)}.${part(claims)}.`;
}

const inAnHour = () => Math.floor(clock.now().getTime() / 1_000) + 3_600;

describe('a token of the CRM', () => {
    test('a good one acts as its subject in the default organisation', async () => {
        const response = await call(`Bearer ${await givenToken()}`);

        expect(response.statusCode).toBe(200);
        expect(response.result).toMatchObject({ subject: 'user-1', organisationId: 'default', via: 'token' });
    });

    test.each(['bearer', 'BEARER', 'BeArEr'])('the scheme may be written %s', async (scheme) => {
        expect((await call(`${scheme} ${await givenToken()}`)).statusCode).toBe(200);
    });

    test('a call without one is told the scheme and nothing else', async () => {
        const response = await call();

        expect(response.statusCode).toBe(401);
        expect(response.headers['www-authenticate']).toBe('Bearer realm="invoices-service"');
        expect(JSON.parse(response.payload)).toMatchObject({ code: 'UNAUTHORIZED', status: 401 });
    });

    test.each([
        '', 'Bearer', 'Bearer ', 'Basic dXNlcjpwYXNz', 'Bearer a b', 'Bearer not.a.token', 'Bearer x',
        `Bearer ${'.'.repeat(500)}`
    ])(
        'the header %j is 401', async (header) => {
            const response = await call(header);

            expect(response.statusCode).toBe(401);
            expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
        }
    );

    test('one that is signed with another secret is 401', async () => {
        expect((await call(`Bearer ${await givenToken({}, 'another-secret-of-tests-long-enough')}`)).statusCode)
            .toBe(401);
    });

    test('one whose claims were changed after signing is 401', async () => {
        const [header, , signature] = (await givenToken()).split('.');
        const claims = Buffer.from(JSON.stringify({ sub: 'user-1', role: 'admin', exp: inAnHour() }))
            .toString('base64url');

        expect((await call(`Bearer ${header}.${claims}.${signature}`)).statusCode).toBe(401);
    });

    test.each(['none', 'None', 'NONE', 'HS512', 'RS256', ''])('the algorithm %j is 401', async (alg) => {
        expect(
            (await call(`Bearer ${unsigned({ alg }, { sub: 'user-1', role: 'admin', exp: inAnHour() })}`)).statusCode
        ).toBe(401);
    });

    test.each([
        ['without exp', { exp: undefined }], ['with exp as text', { exp: '2099-01-01' }],
        ['without sub', { sub: undefined }], ['with an empty sub', { sub: ' ' }], ['with a number for sub', { sub: 7 }],
        ['with NUL in sub', { sub: 'a\0b' }],
        ['with an object for role', { role: { admin: true } }], ['with a number in roles', { roles: ['admin', 1] }],
        ['with a number for scope', { scope: 1 }], ['with null for scope', { scope: null }],
        ['with an object for scp', { scp: {} }], ['with null for role', { role: null }],
        ['with a number for org', { org: 42 }], ['with an empty org', { org: '' }],
        ['with a path for org', { org: '../other' }], ['with an org of 65 letters', { org: 'o'.repeat(65) }],
        ['with a number for sid', { sid: 1 }], ['with nbf as text', { nbf: 'now' }]
    ])('one %s is 401', async (_case, claims) => {
        const response = await call(`Bearer ${await givenToken(claims)}`);

        expect(response.statusCode).toBe(401);
        expect(JSON.parse(response.payload).code).toBe('UNAUTHORIZED');
    });

    test('one that ended is 401, also when it was good a moment before', async () => {
        const token = `Bearer ${await givenToken({ exp: Math.floor(clock.now().getTime() / 1_000) + 30 })}`;
        const before = await call(token);

        clock.pass(31_000);
        const after = await call(token);

        expect([before.statusCode, after.statusCode]).toEqual([200, 401]);
        expect(JSON.parse(after.payload).message).toBe('The token has expired');
    });

    test('one that begins later is 401 until then', async () => {
        const token = `Bearer ${await givenToken({ nbf: Math.floor(clock.now().getTime() / 1_000) + 60 })}`;
        const before = await call(token);

        clock.pass(61_000);
        const after = await call(token);

        expect([before.statusCode, after.statusCode]).toEqual([401, 200]);
    });

    test('one that names an organisation is held to it', async () => {
        expect((await call(`Bearer ${await givenToken({ org: 'acme' })}`)).result)
            .toMatchObject({ organisationId: 'acme' });
    });

    test('no token and no cause is written to the log', async () => {
        const token = await givenToken({ role: 'viewer' });

        await call(`Bearer ${token}`);
        await call(`Bearer ${token}x`);

        expect(JSON.stringify(given.lines)).not.toContain(token.slice(0, 60));
        expect(JSON.stringify(given.lines)).not.toContain('anna@example.com');
    });
});

describe('roles and scopes', () => {
    const lax = useServer({ routes: accessRoutes, env: { JWT_SCOPE_MODE: 'ours' } });

    test.each([
        ['admin', { role: 'admin' }, [200, 200, 200]], ['accountant', { role: 'accountant' }, [200, 200, 403]],
        ['manager', { role: 'manager' }, [200, 200, 403]], ['user', { role: 'user' }, [200, 200, 403]],
        ['sales', { role: 'sales' }, [200, 200, 403]], ['viewer', { role: 'viewer' }, [200, 403, 403]],
        ['a list', { role: undefined, roles: ['viewer', 'user'] }, [200, 200, 403]],
        ['role as a list', { role: ['viewer', 'admin'] }, [200, 200, 200]],
        ['both claims', { role: 'viewer', roles: ['admin'] }, [200, 200, 200]],
        ['an unknown role', { role: 'king' }, [403, 403, 403]],
        ['a name of Object.prototype', { role: 'constructor' }, [403, 403, 403]],
        ['no role', { role: undefined }, [403, 403, 403]],
        ['scope as text', { role: undefined, scope: 'openid invoices:read' }, [200, 403, 403]],
        ['scope as a list', { role: undefined, scope: ['invoices:read', 'invoices:write'] }, [200, 200, 403]],
        ['a role that its scope narrows', { role: 'admin', scope: 'invoices:read' }, [200, 403, 403]],
        ['a role whose scope is misspelt', { role: undefined, roles: ['admin'], scope: 'invoice:read' },
            [403, 403, 403]],
        ['a role whose scope is empty', { role: 'admin', scope: '' }, [403, 403, 403]],
        ['a role whose scope is an empty list', { role: 'admin', scope: [] }, [403, 403, 403]],
        ['a role whose scope is of others', { role: 'admin', scope: 'openid profile' }, [403, 403, 403]],
        ['a role with a scope of ours beside others\'', { role: 'admin', scope: 'openid invoices:read' },
            [200, 403, 403]],
        ['a role that scp narrows', { role: 'admin', scp: ['invoices:read'] }, [200, 403, 403]],
        ['a role whose scp is of others', { role: 'admin', scp: 'contacts:read' }, [403, 403, 403]],
        ['a scope beyond its role', { role: 'viewer', scope: 'invoices:write invoices:read' }, [200, 403, 403]]
    ])('%s reaches reading, writing and the organisation as far as it may', async (_case, claims, expected) => {
        const token = `Bearer ${await givenToken(claims)}`;

        const answers = [await call(token), await call(token, '/write', 'POST'), await call(token, '/admins', 'PUT')];

        expect(answers.map(({ statusCode }) => statusCode)).toEqual(expected);
    });

    test.each([
        ['scopes of others', 'openid profile', [200, 200, 200]], ['a list of others', ['openid'], [200, 200, 200]],
        ['one of ours beside others', 'openid invoices:read', [200, 403, 403]], ['nothing', '', [403, 403, 403]]
    ])('with JWT_SCOPE_MODE=ours a role beside a scope of %s counts as far as it may', async (_case, scope, expected) => {
        const token = `Bearer ${await givenToken({ role: 'admin', scope })}`;

        const answers = await Promise.all([
            call(token, '/own', 'GET', lax), call(token, '/write', 'POST', lax), call(token, '/admins', 'PUT', lax)
        ]);

        expect(answers.map(({ statusCode }) => statusCode)).toEqual(expected);
    });

    test('403 names the scope that is missing', async () => {
        const response = await call(`Bearer ${await givenToken({ role: 'viewer' })}`, '/write', 'POST');

        expect(JSON.parse(response.payload))
            .toMatchObject({ code: 'FORBIDDEN', message: 'This call needs the scope invoices:write' });
        expect(response.headers['www-authenticate']).toContain('error="insufficient_scope", scope="invoices:write"');
    });

    test('a changed role map decides', async () => {
        const changed = await givenServer({
            routes: accessRoutes, env: { JWT_ROLE_MAP: '{"clerk":["invoices:write"],"sales":"viewer"}' }
        });

        const answers = await Promise.all([
            call(`Bearer ${await givenToken({ role: 'clerk' })}`, '/write', 'POST', changed),
            call(`Bearer ${await givenToken({ role: 'sales' })}`, '/write', 'POST', changed),
            call(`Bearer ${await givenToken({ role: 'admin' })}`, '/write', 'POST', changed)
        ]);
        await changed.close();

        expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 403, 200]);
    });
});

describe('issuer, audience and organisation', () => {
    const strict = useServer({
        routes: accessRoutes,
        env: {
            JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'invoices,crm',
            MULTI_TENANT: 'true', JWT_ORG_CLAIM: 'tenant'
        }
    });

    const good = { iss: 'https://id.example', aud: 'invoices', tenant: 'acme' };

    test.each([
        ['all as configured', good, 200], ['one of several audiences', { ...good, aud: ['other', 'crm'] }, 200],
        ['another issuer', { ...good, iss: 'https://evil.example' }, 401],
        ['no issuer', { ...good, iss: undefined }, 401],
        ['another audience', { ...good, aud: 'other' }, 401], ['no audience', { ...good, aud: undefined }, 401],
        ['no organisation where there are several', { ...good, tenant: undefined }, 401],
        ['the organisation under another name', { ...good, tenant: undefined, org: 'acme' }, 401]
    ])('%s: %j', async (_case, claims, expected) => {
        const response = await call(`Bearer ${await givenToken(claims)}`, '/own', 'GET', strict);

        expect(response.statusCode).toBe(expected);
    });
});

describe('configured clock tolerance', () => {
    test('a token that ended within it is still good, and not a second longer', async () => {
        const own = givenClock(new Date().toISOString());
        const tolerant = await givenServer({
            routes: accessRoutes, clock: own, env: { JWT_CLOCK_TOLERANCE_SECONDS: '10' }
        });
        const token = `Bearer ${await givenToken({ exp: Math.floor(own.now().getTime() / 1_000) + 5 })}`;

        own.pass(12_000);
        const within = await call(token, '/own', 'GET', tolerant);
        own.pass(4_000);
        const beyond = await call(token, '/own', 'GET', tolerant);
        await tolerant.close();

        expect([within.statusCode, beyond.statusCode]).toEqual([200, 401]);
    });
});

