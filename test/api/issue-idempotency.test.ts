import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { paidInFull } from '../support/given-payment.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenBuyer, givenItem } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

const withKey = (key: string) => ({ 'idempotency-key': key });
const content = { ...givenBuyer({}), items: [givenItem()] };

function create(organisation: GivenOrganisation, key: string, body: object = content) {
    return organisation.call('POST', '/invoices', { body, headers: withKey(key) });
}

async function draftsOf(organisation: GivenOrganisation): Promise<number> {
    return (await organisation.call('GET', '/invoices?page=1')).body.total;
}

/** Stops issuing after it has read the draft and claimed its key, and before it writes. */
function beforeIssueWrites() {
    return givenLock(service.databaseUrl, 'LOCK TABLE audit_entry IN SHARE MODE');
}

/** Expires a claim, as if the first attempt had died with its process long ago. */
function expireClaim(organisation: GivenOrganisation, key: string) {
    return onDatabase(service.databaseUrl,
        `UPDATE idempotency_key SET locked_until = now() - interval '1 second'
            WHERE organisation_id = $1 AND split_part(key, ' ', 1) = $2`,
        [organisation.id, key]);
}

describe('a key that was answered', () => {
    test('replays the first answer of an issue byte for byte, with its headers', async () => {
        const draft = await organisation.draft();
        const first = await organisation.issue(draft.id, { keepPrices: true }, withKey('k'));

        const again = await organisation.issue(draft.id, { keepPrices: true }, withKey('k'));

        expect([first.status, again.status]).toEqual([200, 200]);
        expect(again.text).toBe(first.text);
        expect(again.headers['etag']).toBe(first.headers['etag']);
        expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']])
            .toEqual([undefined, 'true']);
    });

    test('replays the first answer of an issue although the invoice has moved on', async () => {
        const draft = await organisation.draft();
        const first = await organisation.issue(draft.id, undefined, withKey('k'));
        await paidInFull(organisation, draft.id);

        const again = await organisation.issue(draft.id, undefined, withKey('k'));

        expect(again.text).toBe(first.text);
    });

    test('replays the creation with its status, address and ETag, although the draft was deleted', async () => {
        const first = await create(organisation, 'k');
        await organisation.call('DELETE', `/invoices/${first.body.id}`);

        const again = await create(organisation, 'k');

        expect([again.status, again.text]).toEqual([201, first.text]);
        expect([again.headers['location'], again.headers['etag']])
            .toEqual([first.headers['location'], first.headers['etag']]);
        expect(await draftsOf(organisation)).toBe(0);
    });

    test('replays the answer of an issue that found the invoice issued', async () => {
        const issued = await organisation.issued();
        const first = await organisation.issue(issued.id, undefined, withKey('k'));

        const again = await organisation.issue(issued.id, undefined, withKey('k'));

        expect(again.text).toBe(first.text);
        expect(again.headers['idempotent-replayed']).toBe('true');
    });

    test('replays an edit instead of editing again', async () => {
        const draft = await organisation.draft();
        const edit = () => organisation.call(
            'PATCH', `/invoices/${draft.id}`, { body: { notes: 'x' }, headers: withKey('k') });
        const first = await edit();

        const again = await edit();

        expect(again.text).toBe(first.text);
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.version).toBe(2);
    });

    test('is refused with another body, another invoice or another method', async () => {
        const [draft, other] = [await organisation.draft(), await organisation.draft()];
        await organisation.issue(draft.id, undefined, withKey('k'));

        const answers = [
            await organisation.issue(draft.id, { keepPrices: true }, withKey('k')),
            await organisation.issue(other.id, undefined, withKey('k')),
            await organisation.call('PATCH', `/invoices/${other.id}`, { body: { notes: 'x' }, headers: withKey('k') }),
            await create(organisation, 'k')
        ];

        expect(answers.map(({ status, body }) => [status, body.code]))
            .toEqual(Array(4).fill([422, 'IDEMPOTENCY_KEY_REUSED']));
        expect((await organisation.call('GET', `/invoices/${other.id}`)).body)
            .toMatchObject({ status: 'draft', version: 1 });
    });

    test('of another organisation means nothing', async () => {
        const other = await givenOrganisation(service);
        const first = await create(organisation, 'k');

        const ofOther = await create(other, 'k', { ...content, notes: 'x' });

        expect([first.status, ofOther.status]).toEqual([201, 201]);
        expect(ofOther.body.id).not.toBe(first.body.id);
    });

    test('is forgotten after 24 hours', async () => {
        const first = await create(organisation, 'k');
        await onDatabase(service.databaseUrl,
            `UPDATE idempotency_key SET expires_at = now() WHERE organisation_id = $1`, [organisation.id]);

        const later = await create(organisation, 'k', { ...content, notes: 'x' });

        expect(later.status).toBe(201);
        expect(later.body.id).not.toBe(first.body.id);
    });

    test('that the caller may not use is answered as every call without the right', async () => {
        const draft = await organisation.draft();
        await organisation.issue(draft.id, undefined, withKey('k'));
        const viewer = await organisation.as({ role: 'viewer' });

        const answer = await viewer('POST', `/invoices/${draft.id}/issue`, { headers: withKey('k') });

        expect(answer.status).toBe(403);
    });
});

describe('a key of a request that failed', () => {
    test('may be used again once the reason is gone', async () => {
        await organisation.profile({ nip: null });
        const draft = await organisation.draft();
        const failed = await organisation.issue(draft.id, undefined, withKey('k'));
        await organisation.profile({});

        const again = await organisation.issue(draft.id, undefined, withKey('k'));

        expect([failed.status, again.status]).toEqual([422, 200]);
    });

    test('may be used again with another body', async () => {
        const draft = await organisation.draft({ dueDate: '2026-01-31' });
        const failed = await organisation.issue(draft.id, { issueDate: '2026-02-01' }, withKey('k'));

        const again = await organisation.issue(draft.id, { issueDate: '2026-01-30' }, withKey('k'));

        expect([failed.status, again.status]).toEqual([400, 200]);
    });

    test('may be used again after a fault of the service', async () => {
        await onDatabase(service.databaseUrl, `
            CREATE FUNCTION refuse_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
            CREATE TRIGGER refuse_line BEFORE INSERT ON invoice_line FOR EACH ROW EXECUTE FUNCTION refuse_line()`);
        const failed = await create(organisation, 'k').finally(() =>
            onDatabase(service.databaseUrl, 'DROP TRIGGER refuse_line ON invoice_line; DROP FUNCTION refuse_line()'));

        const again = await create(organisation, 'k');

        expect([failed.status, again.status]).toEqual([500, 201]);
        expect(await draftsOf(organisation)).toBe(1);
    });
});

describe('a key whose first request is running', () => {
    test('is refused with 409 and Retry-After until that one has answered', async () => {
        const draft = await organisation.draft();
        const lock = await beforeIssueWrites();
        const running = organisation.issue(draft.id, undefined, withKey('k'));
        await lock.held(1);

        const meanwhile = await organisation.issue(draft.id, undefined, withKey('k'));
        await lock.release();
        const first = await running;
        const afterwards = await organisation.issue(draft.id, undefined, withKey('k'));

        expect(meanwhile.status).toBe(409);
        expect(meanwhile.body.code).toBe('IDEMPOTENCY_KEY_RUNNING');
        expect(Number(meanwhile.headers['retry-after'])).toBeGreaterThan(0);
        expect(first.status).toBe(200);
        expect(afterwards.text).toBe(first.text);
    });

    test('is refused with 422 for another request', async () => {
        const draft = await organisation.draft();
        const lock = await beforeIssueWrites();
        const running = organisation.issue(draft.id, undefined, withKey('k'));
        await lock.held(1);

        const other = await organisation.issue(draft.id, { keepPrices: true }, withKey('k'));
        await lock.release();

        expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
        expect((await running).status).toBe(200);
    });

    test('when twenty requests come with the same key at once, one draft is made and every answer of it is the same',
        async () => {
            const answers = await Promise.all(Array.from({ length: 20 }, () => create(organisation, 'k')));

            const made = answers.filter(({ status }) => status === 201);
            expect(made.length).toBeGreaterThanOrEqual(1);
            expect(new Set(made.map(({ text }) => text)).size).toBe(1);
            expect(answers.filter(({ status, body }) => status !== 201 && body.code !== 'IDEMPOTENCY_KEY_RUNNING'))
                .toEqual([]);
            expect(await draftsOf(organisation)).toBe(1);
        });

    test('stays taken while a request with another key issues the same draft, and both get the same number',
        async () => {
            const draft = await organisation.draft();
            const lock = await beforeIssueWrites();
            const issues = ['a', 'b'].map((key) => organisation.issue(draft.id, undefined, withKey(key)));
            await lock.held(2);
            await lock.release();

            const answers = await Promise.all(issues);
            const replays = await Promise.all(['a', 'b'].map((key) => organisation.issue(
                draft.id, undefined, withKey(key))));

            expect(answers.map(({ status }) => status)).toEqual([200, 200]);
            expect(answers[0]?.text).toBe(answers[1]?.text);
            expect(replays.map(({ text }) => text)).toEqual(answers.map(({ text }) => text));
            expect((await organisation.call('GET', '/invoices/numbering')).body.data[0].lastNumber).toBe(1);
        });
});

describe('a key whose first request died', () => {
    test('is taken over by a retry, and the request that comes back from the dead makes no second draft', async () => {
        const body = { contactId: contactId(2), items: [givenItem()] };
        const lock = await givenLock(service.databaseUrl, 'LOCK TABLE invoice_line IN SHARE MODE');
        const zombie = create(organisation, 'k', body);
        await lock.held(1);
        await expireClaim(organisation, 'k');

        const retry = create(organisation, 'k', body);
        await lock.held(2);
        await lock.release();
        const [ofZombie, ofRetry] = await Promise.all([zombie, retry]);

        expect(ofRetry.status).toBe(201);
        expect([ofZombie.status, ofZombie.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_RUNNING']);
        expect(await draftsOf(organisation)).toBe(1);
        expect((await create(organisation, 'k', body)).text).toBe(ofRetry.text);
    });

    test('an issue that comes back from the dead writes nothing of its own', async () => {
        const draft = await organisation.draft();
        const lock = await beforeIssueWrites();
        const zombie = organisation.issue(draft.id, undefined, withKey('k'));
        await lock.held(1);
        await expireClaim(organisation, 'k');

        const retry = organisation.issue(draft.id, undefined, withKey('k'));
        await lock.held(2);
        await lock.release();
        const [ofZombie, ofRetry] = await Promise.all([zombie, retry]);

        expect(ofRetry.status).toBe(200);
        expect(ofZombie.status === 200 ? ofZombie.text : ofZombie.body.code)
            .toBe(ofZombie.status === 200 ? ofRetry.text : 'INVOICE_CHANGED');
        const events = await service.dependencies.database.prisma.outboxEvent.count({ where: { invoiceId: draft.id } });
        const history = (await organisation.call('GET', `/invoices/${draft.id}/history`)).body.data;
        expect([events, history.length]).toEqual([1, 2]);
        expect((await organisation.issue(draft.id, undefined, withKey('k'))).text).toBe(ofRetry.text);
        expect((await organisation.call('GET', '/invoices/numbering')).body.data[0].lastNumber).toBe(1);
    });

    test('an edit that comes back from the dead does not edit again', async () => {
        const draft = await organisation.draft();
        const edit = () => organisation.call(
            'PATCH', `/invoices/${draft.id}`, { body: { notes: 'x' }, headers: withKey('k') });
        const lock = await beforeIssueWrites();
        const zombie = edit();
        await lock.held(1);
        await expireClaim(organisation, 'k');

        const retry = edit();
        await lock.held(2);
        await lock.release();
        const [, ofRetry] = await Promise.all([zombie, retry]);

        expect(ofRetry.status).toBe(200);
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.version).toBe(2);
    });

    test('is not given to another request', async () => {
        const lock = await givenLock(service.databaseUrl, 'LOCK TABLE invoice_line IN SHARE MODE');
        const first = create(organisation, 'k');
        await lock.held(1);
        await expireClaim(organisation, 'k');

        const other = await create(organisation, 'k', { ...content, notes: 'x' });
        await lock.release();

        expect([other.status, other.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
        expect((await first).status).toBe(201);
    });
});

describe('a key that cannot be read', () => {
    test.each(['', ' ', 'a b', 'ż', 'x'.repeat(256)])('%j is refused', async (key) => {
        const answer = await create(organisation, key);

        expect(answer.status).toBe(400);
        expect(answer.body.code).toBe('IDEMPOTENCY_KEY_INVALID');
        expect(await draftsOf(organisation)).toBe(0);
    });

    test('of 255 characters is read', async () => {
        expect((await create(organisation, 'x'.repeat(255))).status).toBe(201);
    });
});
