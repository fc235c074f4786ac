import { describe, expect, test } from '@jest/globals';
import { givenLock } from '../support/given-lock.ts';
import { givenItem } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

/** Each way to change a draft, as method, path and body. */
const changes = [
    ['PATCH', '', { notes: 'x' }],
    ['POST', '/items/custom', { description: 'Transport', quantity: 1, unitPriceNet: '1.00' }],
    ['POST', '/recalculate', undefined],
    ['POST', '/issue', undefined],
    ['DELETE', '', undefined]
] as const;

describe('If-Match', () => {
    test.each(changes)('%s %s with the ETag of an older state is refused, naming the present one, and changes nothing',
        async (method, path, body) => {
            const draft = await organisation.draft();
            const { text } = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'Nowsze' } });

            const answer = await organisation.call(
                method, `/invoices/${draft.id}${path}`, { ...(body && { body }), headers: { 'if-match': '"1"' } });

            expect(answer.status).toBe(412);
            expect(answer.body).toMatchObject({ code: 'PRECONDITION_FAILED' });
            expect(answer.body.message).toContain('"2"');
            expect((await organisation.call('GET', `/invoices/${draft.id}`)).text).toBe(text);
        });

    test.each(changes)('%s %s with the present ETag, in a list of them, is done', async (method, path, body) => {
        const draft = await organisation.draft();

        const answer = await organisation.call(
            method, `/invoices/${draft.id}${path}`, { ...(body && { body }), headers: { 'if-match': '"7", "1"' } });

        expect(answer.status).toBeLessThan(300);
    });

    test.each(changes)('%s %s without it is refused when the organisation requires it, and done with *',
        async (method, path, body) => {
            await organisation.profile({ requireIfMatch: true });
            const draft = await organisation.draft();
            const change = (headers = {}) =>
                organisation.call(method, `/invoices/${draft.id}${path}`, { ...(body && { body }), headers });

            const refused = await change();
            const done = await change({ 'if-match': '*' });

            expect(refused.status).toBe(428);
            expect(refused.body.code).toBe('PRECONDITION_REQUIRED');
            expect(done.status).toBeLessThan(300);
        });

    test.each(['W/"1"', '1', '"01"', ''])('the ETag %j never matches', async (etag) => {
        const draft = await organisation.draft();

        const answer = await organisation.issue(draft.id, undefined, { 'if-match': etag });

        expect(answer.status).toBe(412);
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.status).toBe('draft');
    });

    test('a second issue with the ETag of the draft is answered as the first, because nothing is changed', async () => {
        await organisation.profile({ requireIfMatch: true });
        const draft = await organisation.draft();
        const first = await organisation.issue(draft.id, undefined, { 'if-match': '"1"' });

        const second = await organisation.issue(draft.id, undefined, { 'if-match': '"1"' });

        expect([first.status, second.status]).toEqual([200, 200]);
        expect(second.text).toBe(first.text);
    });
});

describe('changes at the same time', () => {
    test('without If-Match both edits are applied to the newest state', async () => {
        const draft = await organisation.draft();
        const edit = (body: object) => organisation.call('PATCH', `/invoices/${draft.id}`, { body });
        // Both have read version 1 before either writes.
        const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [draft.id]);
        const edits = [edit({ notes: 'Pierwsza' }), edit({ paymentTerms: 30 })];
        await lock.held(2);
        await lock.release();

        const answers = await Promise.all(edits);

        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body)
            .toMatchObject({ version: 3, notes: 'Pierwsza', paymentTerms: '30' });
    });

    test('with If-Match one edit is applied and the other one is refused', async () => {
        const draft = await organisation.draft();
        const edit = (body: object) =>
            organisation.call('PATCH', `/invoices/${draft.id}`, { body, headers: { 'if-match': '"1"' } });
        const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [draft.id]);
        const edits = [edit({ notes: 'Pierwsza' }), edit({ notes: 'Druga' })];
        await lock.held(2);
        await lock.release();

        const answers = await Promise.all(edits);

        expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
        const stored = (await organisation.call('GET', `/invoices/${draft.id}`)).body;
        expect(stored).toEqual(answers.find(({ status }) => status === 200)?.body);
        expect(stored.version).toBe(2);
    });

    test('an issue that waits for an edit issues the edited draft', async () => {
        const draft = await organisation.draft();
        const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [draft.id]);
        const edit = organisation.call(
            'PATCH', `/invoices/${draft.id}`, { body: { items: [givenItem({ unitPriceNet: '500.00' })] } });
        await lock.held(1);
        const issue = organisation.issue(draft.id);
        await lock.held(2);
        await lock.release();

        const [edited, issued] = await Promise.all([edit, issue]);

        expect([edited.status, issued.status]).toEqual([200, 200]);
        expect(issued.body).toMatchObject({ status: 'issued', totalNet: '500.00', totalGross: '615.00', version: 3 });
    });

    test('an issue with If-Match that waits for an edit is refused, and no number is used', async () => {
        const draft = await organisation.draft();
        const lock = await givenLock(service.databaseUrl, 'SELECT FROM invoice WHERE id = $1 FOR UPDATE', [draft.id]);
        const edit = organisation.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'x' } });
        await lock.held(1);
        const issue = organisation.issue(draft.id, undefined, { 'if-match': '"1"' });
        await lock.held(2);
        await lock.release();

        const [edited, issued] = await Promise.all([edit, issue]);

        expect([edited.status, issued.status]).toEqual([200, 412]);
        expect((await organisation.call('GET', '/invoices/numbering')).body.data).toEqual([]);
    });

    test('of a deletion and an issue at once one is done, and there is no number without an invoice', async () => {
        const drafts = await Promise.all(Array.from({ length: 10 }, () => organisation.draft()));

        const answers = await Promise.all(drafts.map(({ id }) =>
            Promise.all([organisation.issue(id), organisation.call('DELETE', `/invoices/${id}`)])));

        const pairs = answers.map(([issued, deleted]) => `${issued.status} ${deleted.status}`);
        expect(pairs.every((pair) => pair === '200 409' || pair === '404 204')).toBe(true);
        const issuedCount = pairs.filter((pair) => pair === '200 409').length;
        const { data } = (await organisation.call('GET', '/invoices/numbering')).body;
        expect(data.map(({ lastNumber }: { lastNumber: number }) => lastNumber))
            .toEqual(issuedCount === 0 ? [] : [issuedCount]);
    });
});
