import { describe, expect, test } from '@jest/globals';
import { maxDuplicates } from '../../app/features/documents/archive-limits.ts';
import { cancel } from '../support/given-corrective.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { order } from '../support/given-order.ts';
import { givenClock } from '../support/given-server.ts';
import type { Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock('2026-11-23T10:15:00.000Z');
const service = useService({ clock });
const seller = useOrganisation(service);

const duplicate = (id: string) => seller.call('POST', `/invoices/${id}/duplicates`);
const dayMs = 86_400_000;

describe('a duplicate', () => {
    test('is a file of its own with its date, at the address that the answer names', async () => {
        const { id, invoiceNumber } = await seller.issued();
        const original = await seller.call('GET', `/invoices/${id}/pdf`);

        const { status, headers, body } = await duplicate(id);

        expect([status, headers['location']]).toEqual([201, `/invoices/${id}/documents/${body.sha256}`]);
        expect(body).toMatchObject({
            state: 'duplicate', day: '2026-11-23', language: 'pl',
            fileName: `${invoiceNumber.replaceAll('/', '-')}-duplicate-2026-11-23.pdf`
        });
        const file = await seller.call('GET', String(headers['location']));
        expect([file.status, file.headers['content-type'], file.bytes.length])
            .toEqual([200, 'application/pdf', body.size]);
        expect(file.bytes.equals(original.bytes)).toBe(false);
        // The document itself stays what it was.
        expect((await seller.call('GET', `/invoices/${id}/pdf`)).bytes.equals(original.bytes)).toBe(true);
    });

    test('of the same day is the same file, and of another day another one', async () => {
        const { id } = await seller.issued();
        const first = await duplicate(id);
        const again = await duplicate(id);
        clock.pass(dayMs);

        const next = await duplicate(id);

        expect([again.status, again.body]).toEqual([201, first.body]);
        expect(next.body.day > first.body.day).toBe(true);
        const { body: { data } } = await seller.call('GET', `/invoices/${id}/documents`);
        expect(data.map(({ state, day }: Answered['body']) => [state, day])).toEqual(
            [['duplicate', first.body.day], ['duplicate', next.body.day]]);
    });

    test('is in the history, with its hash', async () => {
        const { id } = await seller.issued();
        const { body } = await duplicate(id);

        const history = await seller.call('GET', `/invoices/${id}/history`);

        expect(history.text).toContain('"invoice.duplicated"');
        expect(history.text).toContain(body.sha256);
    });
});

describe('there is none', () => {
    test.each([
        ['a draft', async () => (await seller.draft()).id, 409, 'INVOICE_NOT_ISSUED'],
        ['a proforma', async () => (await order(seller)).id, 422, 'DUPLICATE_NOT_ALLOWED'],
        ['an annulled invoice', async () => {
            const { id } = await seller.issued();
            await cancel(seller, id);
            return id;
        }, 422, 'DUPLICATE_NOT_ALLOWED']
    ] as const)('of %s', async (_what, given, status, code) => {
        const id = await given();

        const answer = await duplicate(id);

        expect([answer.status, answer.body.code]).toEqual([status, code]);
        expect(answer.body.message).toMatch(/^invoiceId: /);
    });

    test('of an invoice that is annulled while it is made', async () => {
        const { id } = await seller.issued();
        const lock = await givenLock(service.databaseUrl, 'LOCK TABLE document_file IN SHARE MODE');
        const asked = duplicate(id);
        await lock.held(1);
        await cancel(seller, id);
        await lock.release();

        const answer = await asked;

        expect([answer.status, answer.body.code]).toEqual([422, 'DUPLICATE_NOT_ALLOWED']);
        expect((await seller.call('GET', `/invoices/${id}/documents`)).body.data).toEqual([]);
    }, 60_000);

    test(`beyond ${maxDuplicates} of a document, all of which are listed; that of today is given again`, async () => {
        const { id } = await seller.issued();
        await seller.call('GET', `/invoices/${id}/pdf`);
        const { body: today } = await duplicate(id);
        await onDatabase(service.databaseUrl, `INSERT INTO document_file (organisation_id, invoice_id, state, day,
                language, content, sha256, size, template_version, created_at)
            SELECT organisation_id, invoice_id, state, day - n, language, convert_to(n::text, 'UTF8'),
                encode(sha256(convert_to(n::text, 'UTF8')), 'hex'), length(n::text), template_version, created_at
            FROM document_file, generate_series(1, $2::int) n WHERE invoice_id = $1 AND state = 'duplicate'`,
        [id, maxDuplicates - 1]);
        const again = await duplicate(id);
        clock.pass(dayMs);

        const answer = await duplicate(id);

        expect([again.status, again.body]).toEqual([201, today]);
        expect([answer.status, answer.body.code]).toEqual([422, 'DUPLICATE_NOT_ALLOWED']);
        expect(answer.body.message).toMatch(/^invoiceId: this invoice has 50 duplicates/);
        expect((await seller.call('GET', `/invoices/${id}/documents`)).body.data.length).toBe(maxDuplicates + 1);
    });

    test('for a caller who may not issue', async () => {
        const { id } = await seller.issued();
        const viewer = await seller.as({ role: 'viewer' });

        expect((await viewer('POST', `/invoices/${id}/duplicates`)).status).toBe(403);
    });
});
