import { describe, expect, test } from '@jest/globals';
import { servedFacts } from '../support/route-matrix/route-table.ts';
import { givenAuthorization } from '../support/given-token.ts';
import { useServer } from '../support/use-service.ts';

const given = useServer();
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const anId = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4c01';

/** Methods of each address, by its template. */
const methodsByPath = Map.groupBy(servedFacts, ({ path }) => path);
const addresses = [...methodsByPath].map(([path, facts]) =>
    [path, methods.filter((method) => facts.some(({ route }) => route === `${method} ${path}`))] as const);

describe('an address', () => {
    test.each(addresses)('%s takes %j, and says so to every other method', async (path, taken) => {
        const url = path.replace(/\{[^}]+\}/g, anId);
        const allow = [...taken, ...(taken.includes('GET') ? ['HEAD'] : [])].join(', ');
        const headers = await givenAuthorization({ role: 'admin' });

        const refused = await Promise.all([...methods.filter((method) => !taken.includes(method)), 'OPTIONS'].map(
            (method) => given.server.inject({ method, url, headers })));

        expect(refused.map(({ statusCode, headers: { allow: named } }) => [statusCode, named]))
            .toEqual(refused.map(() => [405, allow]));
    });

    test.each([
        '/invoices/analytics/history', '/invoices/bulk/payments', '/invoices/numbering/issue',
        '/invoices/from-quote/explain', '/sessions/current/x'
    ])('%s is none: a fixed word is no id', async (url) => {
        const response = await given.server.inject({ url, headers: await givenAuthorization() });

        expect([response.statusCode, JSON.parse(response.payload).code]).toEqual([404, 'ROUTE_NOT_FOUND']);
    });
});
