import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { startSeries, type StartedSeries } from '../../app/features/series/start-series.ts';
import { withoutKey, type Command } from '../../app/platform/commands/command.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { givenBuyer, givenItem } from '../support/given-service.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock('2026-11-23T10:15:00.000Z') });
const organisation = useOrganisation(service);

const november = 'vat_invoice-2026-11';
const started = {
    id: november, invoiceType: 'vat_invoice', period: '2026-11', firstNumber: 42, lastNumber: null, lastIssueDate: null,
    nextInvoiceNumber: 'FV/2026/11/0042'
};

async function start(series: string, next: unknown) {
    const admin = await organisation.as({ role: 'admin', sub: 'admin-7' });
    return admin('PUT', `/invoices/numbering/${series}/start`, { body: { next } });
}
const content = { ...givenBuyer({}), items: [givenItem()], issue: true };

describe('the first number of a series', () => {
    test('is set before its first document; the documents go on from it, and the audit begins there', async () => {
        const { status, body } = await start(november, 42);
        const numbers = [
            (await organisation.issued()).invoiceNumber,
            (await organisation.call('POST', '/invoices', { body: content })).body.invoiceNumber
        ];

        expect([status, body]).toEqual([200, started]);
        expect(numbers).toEqual(['FV/2026/11/0042', 'FV/2026/11/0043']);
        expect(await organisation.audit(november)).toMatchObject({
            firstNumber: 42, first: 'FV/2026/11/0042', last: 'FV/2026/11/0043', count: 2, gaps: [], duplicates: [],
            orderViolations: [], gapless: true, chain: { verified: true, documents: 2, nextAfter: null }
        });
    });

    test('is that of the first document that is issued as it is stored, too', async () => {
        await start(november, 1_000);

        const { body } = await organisation.call(
            'POST', '/invoices/bulk/create', { body: { invoices: [content, content] } });

        expect(body.results.map(({ invoice }: { invoice: { invoiceNumber: string } }) => invoice.invoiceNumber))
            .toEqual(['FV/2026/11/1000', 'FV/2026/11/1001']);
        expect(await organisation.audit(november))
            .toMatchObject({ firstNumber: 1_000, count: 2, gapless: true, chain: { verified: true } });
    });

    test('shows in the list and in the preview, and leaves every issue date open', async () => {
        await start(november, 42);

        const { data } = (await organisation.call('GET', '/invoices/numbering')).body;
        const preview = await organisation.call('POST', '/invoices/generate-number/vat_invoice');
        const user = await organisation.as({ role: 'user' });
        const draft = await organisation.draft({ issueDate: '2026-11-01' });
        const issued = await user('POST', `/invoices/${draft.id}/issue`);

        const { nextInvoiceNumber, ...entry } = started;
        expect(data).toEqual([entry]);
        expect(preview.body.invoiceNumber).toBe(nextInvoiceNumber);
        expect([issued.status, issued.body.invoiceNumber]).toEqual([200, 'FV/2026/11/0042']);
        expect((await organisation.call('GET', '/invoices/numbering')).body.data)
            .toEqual([{ ...entry, lastNumber: 42, lastIssueDate: '2026-11-01' }]);
    });

    test('has an audit of its own before the first document', async () => {
        await start(november, 42);

        expect(await organisation.audit(november)).toMatchObject({
            firstNumber: 42, first: null, last: null, count: 0, gaps: [], gapless: true,
            chain: { verified: true, documents: 0, lastHash: null, nextAfter: null }
        });
    });

    test('is written to the audit trail with who set it', async () => {
        await start(november, 42);

        const rows = await onDatabase(service.databaseUrl, `SELECT actor, before, after FROM audit_entry
            WHERE organisation_id = $1 AND action = 'numbering.started'`, [organisation.id]);

        expect(rows).toEqual([{
            actor: 'admin-7', before: null,
            after: { series: november, firstNumber: 42, nextInvoiceNumber: 'FV/2026/11/0042' }
        }]);
    });

    test('again the same changes nothing; another one is 409', async () => {
        await start(november, 42);
        const before = await storedRows(service);

        const [same, other] = [await start(november, 42), await start(november, 43)];

        expect([same.status, same.body]).toEqual([200, started]);
        expect([other.status, other.body]).toMatchObject([409, {
            code: 'SERIES_ALREADY_STARTED', errors: [{ path: 'next' }],
            message: 'next can be set once: vat_invoice-2026-11 was started with 42'
        }]);
        expect(await storedRows(service)).toEqual(before);
    });

    test('of 1 is a start like any other', async () => {
        expect((await start(november, 1)).status).toBe(200);
        expect((await organisation.issued()).invoiceNumber).toBe('FV/2026/11/0001');
        expect(await organisation.audit(november)).toMatchObject({ firstNumber: 1, count: 1, gapless: true });
    });

    test('is final with the first document, however that series began', async () => {
        await start('proforma-2026-11', 7);
        await organisation.issued({ invoiceType: 'proforma' });
        await organisation.issued();

        const answers = [await start('proforma-2026-11', 7), await start(november, 42)];

        expect(answers.map(({ status, body }) => [status, body.code, body.message])).toEqual([
            [409, 'SERIES_HAS_DOCUMENTS',
                'series: proforma-2026-11 has documents up to number 7, so its first number is final'],
            [409, 'SERIES_HAS_DOCUMENTS',
                'series: vat_invoice-2026-11 has documents up to number 1, so its first number is final']
        ]);
        expect((await organisation.issued()).invoiceNumber).toBe('FV/2026/11/0002');
    });

    test.each([
        ['vat_invoice-2026', 'FV/{YYYY}/{MM}/{NNNN}', '2026-11'],
        ['vat_invoice-all', 'FV/{YYYY}/{MM}/{NNNN}', '2026-11'],
        ['proforma-2026-11', 'P-{YY}-{N}', '2026'], ['proforma-2026', 'Oferta {N}', 'all']
    ])('of %s is 422 where the pattern is %s, which says what to name', async (series, pattern, example) => {
        const type = series.split('-')[0] ?? '';
        await organisation.profile({ numberPatterns: { [type]: pattern } });

        const { status, body } = await start(series, 42);

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'SERIES_NOT_COUNTED', 'series']);
        expect(body.message).toContain(`${pattern}, by which ${type} is counted, such as ${example}`);
    });

    test.each([
        ['vat_invoice-2026', 'F-{N}-{YY}', 'F-42-26'], ['vat_invoice-all', 'Faktura {NNNNNN}', 'Faktura 000042'],
        ['corrective-2027-01', 'FV/{YYYY}/{MM}/{NNNN}', 'FK/2027/01/0042'],
        ['advance_invoice-2026-11', 'FV/{YYYY}/{MM}/{NNNN}', 'FZ/2026/11/0042']
    ])('of %s is printed by the pattern of its type', async (series, pattern, nextInvoiceNumber) => {
        await organisation.profile({ numberPatterns: { vat_invoice: pattern } });

        expect((await start(series, 42)).body).toMatchObject({ id: series, firstNumber: 42, nextInvoiceNumber });
    });

    test.each([0, -1, 1.5, 1_000_000_000, 'x', null])('of %j is refused by name', async (next) => {
        const { status, body } = await start(november, next);

        expect([status, body.errors[0].path]).toEqual([400, 'next']);
    });

    test.each(['vat_invoice-2026-13', 'receipt-2026-11', 'vat_invoice'])('of %s, which is no series, is 400',
        async (series) => {
            const { status, body } = await start(series, 42);

            expect([status, body.errors[0].path]).toEqual([400, 'series']);
        });

    test('is set by an administrator alone', async () => {
        const accountant = await organisation.as({ role: 'accountant' });

        const { status } = await accountant('PUT', `/invoices/numbering/${november}/start`, { body: { next: 42 } });

        expect(status).toBe(403);
    });

    test('of one organisation is none of another', async () => {
        const other = await givenOrganisation(service);
        await start(november, 42);

        expect((await other.issued()).invoiceNumber).toBe('FV/2026/11/0001');
    });
});

/** A command under an Idempotency-Key, which no route that starts a series takes yet. */
const underKey = (): Command<StartedSeries> => ({
    ...withoutKey, requestId: 'request-1', ifMatch: undefined,
    caller: { subject: 'admin-7', organisationId: organisation.id, scopes: ['organisation:write'], via: 'token' },
    idempotency: { key: 'start-1', fingerprint: 'f', attempt: randomUUID() },
    upstream: { organisationId: organisation.id, requestId: 'request-1' }
});

test.each([false, true])('a start whose key another try took over stores nothing (series exists: %j)',
    async (exists) => {
        if (exists) await start(november, 42);
        const before = await storedRows(service);
        const lock = await givenLock(service.databaseUrl, 'LOCK TABLE numbering_series IN SHARE MODE');
        const first = startSeries(service.dependencies, underKey(), november, 42).catch((error: unknown) => error);
        await lock.held(1);
        await onDatabase(service.databaseUrl, `UPDATE idempotency_key SET attempt = gen_random_uuid()
            WHERE organisation_id = $1 AND key = 'start-1'`, [organisation.id]);

        await lock.release();

        expect(await first).toMatchObject({ code: 'IDEMPOTENCY_KEY_RUNNING', retryAfterSeconds: 1 });
        await onDatabase(service.databaseUrl, 'DELETE FROM idempotency_key WHERE organisation_id = $1',
            [organisation.id]);
        expect(await storedRows(service)).toEqual(before);
    });

test('a start that holds its key stores the series', async () => {
    expect(await startSeries(service.dependencies, underKey(), november, 42)).toEqual(started);
    expect((await organisation.call('GET', '/invoices/numbering')).body.data).toMatchObject([{ firstNumber: 42 }]);
});

test('when a start and many issues come at once, the numbers have no gap from wherever they begin', async () => {
    const drafts = await Promise.all(Array.from({ length: 8 }, () => organisation.draft()));

    const [start1, start2, ...issues] = await Promise.all([
        start(november, 42), start(november, 42), ...drafts.map(({ id }) => organisation.issue(id)),
        ...Array.from({ length: 8 }, () => organisation.call('POST', '/invoices', { body: content }))
    ]);

    const first = [start1, start2].some((answer) => answer?.status === 200) ? 42 : 1;
    expect(issues.filter(({ status }) => status >= 300)).toEqual([]);
    expect(await organisation.audit(november)).toMatchObject({
        firstNumber: first, count: 16, gaps: [], duplicates: [], gapless: true, chain: { verified: true }
    });
});

test('the audit of a started series names a number that is missing, also the first one', async () => {
    await start(november, 42);
    const [first] = [await organisation.issued(), await organisation.issued()];
    await onDatabase(service.databaseUrl, `
        WITH unlocked AS (SELECT set_config('session_replication_role', 'replica', true))
        DELETE FROM invoice USING unlocked WHERE id = $1`, [first.id]);

    expect(await organisation.audit(november)).toMatchObject({
        firstNumber: 42, count: 1, gaps: [42], gapless: false,
        chain: { verified: false, firstMismatch: { invoiceNumber: 'FV/2026/11/0043', reason: 'document_missing' } }
    });
});
