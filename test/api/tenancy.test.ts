/**
 * Tenancy beyond single routes. Each route's own isolation follows from the route table, in
 * `test/conventions/tenant-isolation.test.ts`.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { roleMapWith } from '../../app/platform/config/roles.ts';
import { givenDraft, givenSeller } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { useService } from '../support/use-service.ts';
import { scopes } from '../../app/foundation/vocabulary/scopes.ts';

const service = useService({ env: { MULTI_TENANT: 'true' } });
let theirs: string;
let ours: string;
beforeAll(async () => {
    theirs = await givenToken({ org: 'theirs' });
    await givenSeller(service, {}, { org: 'theirs' });
    ours = await givenToken({ org: 'ours', role: 'admin' });
    await givenSeller(service, {}, { org: 'ours' });
});

describe('between organisations', () => {
    test('numbers: each organisation counts from one', async () => {
        const issued = await Promise.all([theirs, ours].map(async (token) => {
            const { id } = await givenDraft(service, {}, { token });
            return service.call('POST', `/invoices/${id}/issue`, { token });
        }));

        expect(issued.map(({ body }) => body.invoiceNumber))
            .toEqual([expect.stringMatching(/\/0001$/), expect.stringMatching(/\/0001$/)]);
    });

    test('a cursor of one shows nothing of it to another', async () => {
        await givenDraft(service, {}, { token: theirs });
        await givenDraft(service, {}, { token: theirs });
        const { body: { nextCursor } } = await service.call('GET', '/invoices?limit=1', { token: theirs });

        const { body } = await service.call(
            'GET', `/invoices?limit=1&cursor=${nextCursor}`, { token: await givenToken({ org: 'newcomer' }) });

        expect([typeof nextCursor, body.data]).toEqual(['string', []]);
    });

    test('the same Idempotency-Key in two makes two drafts', async () => {
        const post = (token: string) => service.call(
            'POST', '/invoices', { token, headers: { 'idempotency-key': 'shared' }, body: { notes: 'x' } });

        const [one, other] = [await post(ours), await post(theirs)];

        expect([one.status, other.status]).toEqual([201, 201]);
        expect(one.body.id).not.toBe(other.body.id);
    });

    test('an organisation in a header or a body counts for nothing', async () => {
        const { id } = await givenDraft(service, {}, { token: theirs });

        const inHeader = await service.call(
            'GET', `/invoices/${id}`, { token: ours, headers: { 'x-organisation': 'theirs', org: 'theirs' } });
        const inBody = await service.call('POST', '/invoices', { token: ours, body: { organisationId: 'theirs' } });

        expect([inHeader.status, inBody.status, inBody.body.errors[0].path]).toEqual([404, 400, 'organisationId']);
    });

    test('a token that names none is refused where there are several', async () => {
        expect((await service.call('GET', '/invoices', { token: await givenToken() })).status).toBe(401);
    });
});

describe('roles', () => {
    const reading = ['invoices:read', 'reports:read', 'organisation:read'];
    const using = [...reading, 'invoices:write', 'invoices:issue'];
    const accounting = [...using, 'invoices:backdate', 'payments:write'];

    test.each([
        ['viewer', reading], ['user', using], ['sales', using], ['accountant', accounting], ['manager', accounting],
        ['admin', [...accounting, 'organisation:write', 'webhooks:write', 'sessions:write']],
        ['gateway', [...using, 'payments:write']]
    ])('%s has the documented scopes', (role, documented) => {
        const given = roleMapWith({}, []).get(role) ?? [];

        expect([...given].sort()).toEqual([...documented].sort());
        expect(scopes).toEqual(expect.arrayContaining([...given]));
    });

    test.each(['intern', 'constructor', undefined])('%s opens nothing', async (role) => {
        const { status, body } = await service.call(
            'GET', '/invoices', { token: await givenToken({ org: 'ours', role }) });

        expect([status, body.code]).toEqual([403, 'FORBIDDEN']);
    });

    test('a call without the right is refused before its body and id are looked at', async () => {
        const { status } = await service.call('PATCH', '/invoices/not-an-id',
            { token: await givenToken({ org: 'ours', role: 'viewer' }), body: '{broken' });

        expect(status).toBe(403);
    });
});
