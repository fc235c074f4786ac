import { describe, expect, test } from '@jest/globals';
import { eraseDeletedDrafts } from '../../app/features/history/erase-deleted-drafts.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { useService } from '../support/use-service.ts';

const clock = givenClock();
const service = useService({ clock });

const never = new AbortController().signal;
const dayMs = 24 * 3_600_000;
const erase = (signal = never) =>
    eraseDeletedDrafts({ database: service.dependencies.database, clock, keepDays: 90 }, signal);
const person = { customerName: 'Zofia Wymyślona', customerAddress: 'ul. Cicha 3, 00-003 Warszawa' };

/** Makes, edits and deletes a draft; returns its id. */
async function givenDeleted({ call, draft }: Awaited<ReturnType<typeof givenOrganisation>>): Promise<string> {
    const { id } = await draft({ ...person, createdBy: 'Jan Zmyślony' });
    await call('PATCH', `/invoices/${id}`, { body: { notes: 'dla Zofii' } });
    await call('DELETE', `/invoices/${id}`);
    return id;
}

describe('the erasure of deleted drafts', () => {
    test('takes what the history shows, and keeps who did what and when, 90 days after the deletion', async () => {
        const organisation = await givenOrganisation(service);
        const id = await givenDeleted(organisation);
        const read = async () => (await organisation.call('GET', `/invoices/${id}/history`)).body.data;
        const before = await read();
        clock.pass(90 * dayMs);
        const early = await erase();
        clock.pass(1);

        const late = await erase();

        const after = await read();
        expect([early, late, await erase()]).toEqual([0, 1, 0]);
        expect(JSON.stringify(before)).toMatch(/Zofia.*Jan Zmyślony|Jan Zmyślony.*Zofia/);
        expect(JSON.stringify(after)).not.toMatch(/Zofi|Zmyślony|Cicha/);
        expect(after).toEqual(
            before.map((entry: object) => ({ ...entry, before: null, after: null, onBehalfOf: null })));
        const rows = await onDatabase(service.databaseUrl,
            'SELECT row_to_json(a)::text AS row FROM audit_entry a WHERE invoice_id = $1', [id]);
        expect([rows.length, JSON.stringify(rows).includes('Zofi')]).toEqual([3, false]);
        clock.pass(-90 * dayMs - 1);
    });

    test('leaves drafts, issued documents and what was deleted lately alone', async () => {
        const organisation = await givenOrganisation(service);
        const [draft, issued] = [(await organisation.draft(person)).id, (await organisation.issued(person)).id];
        clock.pass(200 * dayMs);
        const deleted = await givenDeleted(organisation);

        await erase();

        const texts = await Promise.all([draft, issued, deleted].map(async (id) =>
            (await organisation.call('GET', `/invoices/${id}/history`)).text));
        expect(texts.map((text) => text.includes('Zofia'))).toEqual([true, true, true]);
        clock.pass(-200 * dayMs);
    });

    test('works in batches, of two workers at once each its part, and begins none when stopped', async () => {
        const organisation = await givenOrganisation(service);
        await onDatabase(service.databaseUrl, `INSERT INTO audit_entry
            (organisation_id, invoice_id, action, actor, request_id, before, created_at)
            SELECT $1, gen_random_uuid(), 'invoice.deleted', 'user-1', 'r', '{"a": 1}', $2::timestamptz
            FROM generate_series(1, 250)`, [organisation.id, clock.now()]);
        clock.pass(91 * dayMs);

        const stopped = await erase(AbortSignal.abort());
        const both = await Promise.all([erase(), erase()]);

        expect([stopped, both[0] + both[1]]).toEqual([0, 250]);
        const left = await onDatabase(service.databaseUrl,
            'SELECT 1 FROM audit_entry WHERE organisation_id = $1 AND before IS NOT NULL AND invoice_id IS NOT NULL',
            [organisation.id]);
        expect(left).toEqual([]);
        clock.pass(-91 * dayMs);
    });
});

describe('the audit trail', () => {
    const refused = (change: string, id: string) =>
        onDatabase(service.databaseUrl, `UPDATE audit_entry SET ${change} WHERE invoice_id = $1`, [id])
            .then(() => 'taken', (error: unknown) => String(error));
    const erasing = 'before = NULL, after = NULL, on_behalf_of = NULL, erased_at = now()';

    test('refuses every other change, and any of a document that is there', async () => {
        const organisation = await givenOrganisation(service);
        const [issued, draft] = [(await organisation.issued()).id, (await organisation.draft()).id];
        const deleted = await givenDeleted(organisation);

        const answers = [
            await refused(erasing, issued), await refused(erasing, draft),
            await refused(`${erasing}, actor = 'nobody'`, deleted), await refused('before = NULL', deleted),
            await refused(`erased_at = now(), after = '{}'`, deleted),
            await refused(`${erasing}, created_at = now()`, deleted)
        ];

        expect(answers).toEqual(answers.map(() => expect.stringContaining('UPDATE of audit_entry is not allowed')));
        expect(await refused(erasing, deleted)).toBe('taken');
        expect(await refused(erasing, deleted)).toContain('is not allowed');
    });

    test('can be read to the end where entries were erased, and the series prove themselves as before', async () => {
        const organisation = await givenOrganisation(service);
        await organisation.issued();
        await givenDeleted(organisation);
        await organisation.issued();
        const audit = async () => {
            const { body: { data: [series] } } = await organisation.call('GET', '/invoices/numbering');
            return organisation.audit(series.id);
        };
        const before = await audit();
        clock.pass(91 * dayMs);

        await erase();

        const after = await audit();
        expect([after.count, after.gaps, after.duplicates]).toEqual([2, [], []]);
        expect(after).toEqual(before);
        clock.pass(-91 * dayMs);
    });
});
