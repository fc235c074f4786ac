import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { givenLink, opened } from '../support/given-page.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenClock, publicUrl } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const dayMs = 86_400_000;

describe('a link to the page of a document', () => {
    const clock = givenClock();
    const service = useService({ clock });
    const organisation = useOrganisation(service);

    test('is told once, and only the hash of its token is stored', async () => {
        const { id } = await organisation.issued();

        const { status, body } = await organisation.call('POST', `/invoices/${id}/links`);

        const token = body.url.slice(`${publicUrl}/i/`.length);
        const stored = await onDatabase<{ hash: string; row: string }>(service.databaseUrl,
            "SELECT encode(token_hash, 'hex') AS hash, to_jsonb(l)::text AS row FROM page_link l WHERE invoice_id = $1",
            [id]);
        expect([status, body.url]).toEqual([201, expect.stringMatching(/\/i\/[A-Za-z0-9_-]{43}$/)]);
        expect(stored.map(({ hash }) => hash)).toEqual([createHash('sha256').update(token).digest('hex')]);
        const everything = await organisation.call('GET', `/invoices/${id}/links`);
        const history = await organisation.call('GET', `/invoices/${id}/history`);
        expect([everything.text, history.text, stored[0]?.row].filter((text) => text?.includes(token))).toEqual([]);
    });

    test('expires after a year, or after as many days as its maker says', async () => {
        const { id } = await organisation.issued();

        const usual = await organisation.call('POST', `/invoices/${id}/links`, { body: {} });
        const short = await organisation.call('POST', `/invoices/${id}/links`, { body: { days: 1 } });

        const now = clock.now().getTime();
        expect(new Date(usual.body.expiresAt).getTime() - now).toBe(365 * dayMs);
        expect(new Date(short.body.expiresAt).getTime() - now).toBe(dayMs);
    });

    test.each([0, 3_651, 1.5, 'soon'])('does not last %s days', async (days) => {
        const { id } = await organisation.issued();

        const { status, body } = await organisation.call('POST', `/invoices/${id}/links`, { body: { days } });

        expect([status, body.errors[0].path]).toEqual([400, 'days']);
    });

    test('is not made for a draft, which has no page', async () => {
        const { id } = await organisation.draft();

        const { status, body } = await organisation.call('POST', `/invoices/${id}/links`);

        expect([status, body.code, body.message])
            .toEqual([409, 'INVOICE_NOT_ISSUED', expect.stringContaining('issue')]);
    });

    test('opens at once on the page, and nothing more once it is revoked', async () => {
        const { id } = await organisation.issued();
        const [link, other] = [await givenLink(organisation, id), await givenLink(organisation, id)];
        const before = await opened(service, link.path);

        const revoked = await organisation.call('DELETE', `/invoices/${id}/links/${link.id}`);

        const after = [await opened(service, link.path), await opened(service, other.path)];
        expect([before.status, revoked.status, ...after.map(({ status }) => status)]).toEqual([200, 204, 404, 200]);
        expect((await organisation.call('DELETE', `/invoices/${id}/links/${link.id}`)).body.code)
            .toBe('PAGE_LINK_NOT_FOUND');
    });

    test('opens up to its last millisecond', async () => {
        const { id } = await organisation.issued();
        const { path } = await givenLink(organisation, id, { days: 1 });

        clock.pass(dayMs - 1);
        const last = await opened(service, path);
        clock.pass(1);
        const late = await opened(service, path);

        expect([last.status, late.status]).toEqual([200, 404]);
    });

    test('is listed with its maker, page by page, and the history tells of it', async () => {
        const { id } = await organisation.issued();
        const links = [await givenLink(organisation, id), await givenLink(organisation, id)];
        await organisation.call('DELETE', `/invoices/${id}/links/${links[0]?.id}`);

        const first = (await organisation.call('GET', `/invoices/${id}/links?limit=1`)).body;
        const second = (await organisation.call('GET', `/invoices/${id}/links?limit=1&after=${first.nextAfter}`)).body;
        const { body: history } = await organisation.call('GET', `/invoices/${id}/history`);

        expect(first.data).toEqual([expect.objectContaining(
            { id: links[0]?.id, createdBy: 'user-1', revokedAt: clock.now().toISOString() })]);
        expect([second.data[0].id, second.data[0].revokedAt, second.nextAfter]).toEqual([links[1]?.id, null, null]);
        expect(history.data.map(({ action }: { action: string }) => action).slice(-3))
            .toEqual(['invoice.link_made', 'invoice.link_made', 'invoice.link_revoked']);
    });

    test('comes again as it was with the same Idempotency-Key, from a kept answer that is sealed', async () => {
        const { id } = await organisation.issued();
        const headers = { 'idempotency-key': 'link-1' };

        const first = await organisation.call('POST', `/invoices/${id}/links`, { headers });
        const again = await organisation.call('POST', `/invoices/${id}/links`, { headers });

        const kept = await onDatabase<{ body: string }>(service.databaseUrl,
            'SELECT body FROM idempotency_key WHERE organisation_id = $1', [organisation.id]);
        expect([again.status, again.text]).toEqual([201, first.text]);
        expect(kept.some(({ body }) => body.includes('/i/'))).toBe(false);
        expect((await organisation.call('GET', `/invoices/${id}/links`)).body.data).toHaveLength(1);
    });
});

describe('without PUBLIC_URL', () => {
    const service = useService({ env: { PUBLIC_URL: '' } });
    const organisation = useOrganisation(service);

    test('no link is made, and the answer says what to set', async () => {
        const { id } = await organisation.issued();

        const { status, body } = await organisation.call('POST', `/invoices/${id}/links`);

        expect([status, body.code]).toEqual([422, 'PAGES_NOT_CONFIGURED']);
        expect(body.message).toContain('PUBLIC_URL');
    });

    test('no page is shown', async () => {
        expect((await opened(service, `/i/${'x'.repeat(43)}`)).status).toBe(404);
    });
});
