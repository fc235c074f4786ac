import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { archiveDocument } from '../../app/features/documents/archive-document.ts';
import { documentAssets } from '../../app/features/documents/document-assets.ts';
import { documentPdf } from '../../app/features/documents/document-pdf.ts';
import { queues } from '../../app/platform/jobs/queues.ts';
import { openTypesetter, type Typesetter } from '../../app/platform/typesetting/typesetter.ts';
import { eventually } from '../support/eventually.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import { advance, order } from '../support/given-order.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenBuyer, givenItem, type Answered } from '../support/given-service.ts';
import { pdfTitle } from '../support/pdf-title.ts';
import { useClosing, useProcesses } from '../support/use-closing.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const seller = useOrganisation(service);
const start = useProcesses();
const closing = useClosing();

const pdfOf = async (id: string): Promise<Answered> => seller.call('GET', `/invoices/${id}/pdf`);
const filesOf = async (id: string): Promise<Answered['body']> =>
    (await seller.call('GET', `/invoices/${id}/documents`)).body.data;
const statesOf = async (id: string): Promise<readonly string[]> =>
    (await filesOf(id)).map(({ state }: { state: string }) => state);

/** Jobs that archive documents of the seller: id and state, in their order. */
async function jobs(): Promise<readonly (readonly [string, string])[]> {
    const rows = await onDatabase<{ data: { invoiceId: string; state: string } }>(service.databaseUrl,
        `SELECT data FROM job WHERE name = 'archive-documents' AND data->>'organisationId' = $1
            ORDER BY created_on, id`, [seller.id]);
    return rows.map(({ data }) => [data.invoiceId, data.state]);
}

describe('a job to archive it is stored with the document', () => {
    test('in the turn of its organisation: the first of one comes before the second of another', async () => {
        const [many, few] = [await givenOrganisation(service), await givenOrganisation(service)];
        for (let count = 0; count < 4; count += 1) await many.issued();
        const { body: { results } } = await many.call('POST', '/invoices/bulk/create', { body: { invoices: [1, 2].map(
            () => ({ ...givenBuyer({}), items: [givenItem()], issue: true })) } });
        await few.issued();

        // The order in which the queue's library hands jobs out.
        const rows = await onDatabase<{ group_id: string }>(service.databaseUrl, `SELECT group_id FROM job
            WHERE name = 'archive-documents' AND group_id = ANY($1) ORDER BY priority DESC, created_on`,
            [[many.id, few.id]]);

        expect(results).toHaveLength(2);
        expect(rows.map(({ group_id: id }) => (id === few.id ? 'few' : 'many')))
            .toEqual(['many', 'few', 'many', 'many', 'many', 'many', 'many']);
    });

    test('that is issued, annulled, corrected or issued as it is made; and never with a refused one', async () => {
        const issued = await seller.issued();
        const { body: atOnce } = await seller.call('POST', '/invoices',
            { body: { ...givenBuyer({}), items: [givenItem()], issue: true } });
        const { body: corrective } = await correct(seller, issued.id, { type: 'full' });
        await cancel(seller, atOnce.id);
        const draft = await seller.draft({ items: [] });
        await seller.issue(draft.id);

        expect(await jobs()).toEqual([
            [issued.id, 'issued'], [atOnce.id, 'issued'], [corrective.id, 'issued'], [atOnce.id, 'annulled']
        ]);
    });

    test('of many that are made at once, and of an advance invoice', async () => {
        const row = { ...givenBuyer({}), items: [givenItem()], issue: true };
        const { body } = await seller.call('POST', '/invoices/bulk/create',
            { body: { invoices: [row, { ...row, issue: false }, row] } });
        const [first, , third] = body.results.map(({ invoice }: Answered['body']) => invoice.id);
        const offer = await order(seller);
        const { body: paid } = await advance(seller, offer.id, { amount: '500.00', receivedOn: offer.issueDate });

        expect(await jobs()).toEqual([first, third, offer.id, paid.id].map((id) => [id, 'issued']));
    });
});

test.each(['duplicate', 'ksef_accepted'])('there is no job to archive the state %s', (state) => {
    const { data } = queues['archive-documents'];
    const job = { organisationId: seller.id, invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', state };

    expect(data.validate(job).error?.message).toMatch(/must be one of/);
    expect(data.validate({ ...job, state: 'issued' }).error).toBeUndefined();
});

describe('a worker', () => {
    const givenWorker = () => start({ DATABASE_URL: service.databaseUrl, EXCHANGE_RATES_URL: 'off' }, ['work']);

    test('archives what was issued and annulled, each state once, and the routes answer those bytes', async () => {
        const { id } = await seller.issued();
        const annulled = await seller.issued();
        await cancel(seller, annulled.id);
        givenWorker();

        const files = await eventually('files of both', async () =>
            [...await filesOf(id), ...await filesOf(annulled.id)],
        { within: 100_000, every: 200, until: ({ length }) => length === 3 });

        expect(files.map(({ state }: Answered['body']) => state).sort()).toEqual(['annulled', 'issued', 'issued']);
        expect((await pdfOf(id)).headers['etag']).toBe(`"${files[0].sha256}"`);
        expect(files[0]).toMatchObject({
            language: 'pl', mediaType: 'application/pdf', size: (await pdfOf(id)).bytes.length,
            templateVersion: await service.dependencies.typesetter.version()
        });
    }, 120_000);

    test('that is killed leaves the rest to the next one, and no document has two files of a state', async () => {
        const { body } = await seller.call('POST', '/invoices/bulk/create', { body: {
            invoices: Array.from({ length: 30 }, () => ({ ...givenBuyer({}), items: [givenItem()], issue: true }))
        } });
        const ids: readonly string[] = body.results.map(({ invoice }: Answered['body']) => invoice.id);
        const count = async () => Number((await onDatabase<{ count: string }>(service.databaseUrl,
            'SELECT count(*) FROM document_file WHERE organisation_id = $1', [seller.id]))[0]?.count);
        const first = givenWorker();
        await eventually('some files', count, { within: 100_000, until: (found) => found >= 3 });
        first.kill('SIGKILL');
        await first.ended;
        const byFirst = await count();
        await onDatabase(service.databaseUrl,
            `UPDATE job SET heartbeat_on = heartbeat_on - interval '1 minute' WHERE state = 'active'`);

        givenWorker();

        await eventually('all files', async () => {
            await onDatabase(service.databaseUrl, `UPDATE job SET start_after = now() WHERE state = 'retry'`);
            return count();
        }, { within: 100_000, every: 200, until: (found) => found === ids.length });
        expect(byFirst).toBeLessThan(ids.length);
        expect(await statesOf(ids[0] ?? '')).toEqual(['issued']);
    }, 250_000);
});

describe('the archived file', () => {
    test('is the one that its first reader got, whatever the worker does later', async () => {
        const { id } = await seller.issued();
        const first = await pdfOf(id);
        const job = { organisationId: seller.id, invoiceId: id, state: 'issued' } as const;

        const handled = [
            await archiveDocument(service.dependencies, job), await archiveDocument(service.dependencies, job)
        ];

        expect(handled).toEqual([0, 0]);
        expect((await pdfOf(id)).bytes.equals(first.bytes)).toBe(true);
        expect(await statesOf(id)).toEqual(['issued']);
    });

    test('is one for many first readers at once', async () => {
        const { id } = await seller.issued();

        const answers = await Promise.all(Array.from({ length: 8 }, () => pdfOf(id)));

        expect(new Set(answers.map(({ status, headers }) => `${status} ${String(headers['etag'])}`)).size).toBe(1);
        expect(await statesOf(id)).toEqual(['issued']);
    });

    test('does not depend on payments, a later corrective or the moment in which it is made', async () => {
        const early = await seller.issued();
        const bytes = (await pdfOf(early.id)).bytes;
        await seller.call('POST', `/invoices/${early.id}/payments`,
            { body: { amount: '23.00', paymentMethod: 'cash' } });
        await correct(seller, early.id, { type: 'full' });

        await onDatabase(service.databaseUrl, `ALTER TABLE document_file DISABLE TRIGGER USER`);
        await onDatabase(service.databaseUrl, `DELETE FROM document_file WHERE invoice_id = $1`, [early.id]);
        await onDatabase(service.databaseUrl, `ALTER TABLE document_file ENABLE TRIGGER USER`);

        expect((await pdfOf(early.id)).bytes.equals(bytes)).toBe(true);
    });

    test('stays when the seller moves', async () => {
        const { id } = await seller.issued();
        const { bytes } = await pdfOf(id);

        await seller.profile({ legalName: 'Inna Nazwa sp. z o.o.' });

        expect((await pdfOf(id)).bytes.equals(bytes)).toBe(true);
    });

    test('stays when the templates change, and the next document has the new ones and their version', async () => {
        const changed = closing(await givenTemplates((style) => `${style}\n// Another style.\n`));
        const others = { ...service.dependencies, typesetter: changed };
        const { id } = await seller.issued();
        const { bytes } = await pdfOf(id);
        const next = await seller.issued();

        const again = await documentPdf(others, { organisationId: seller.id, invoiceId: id });
        await documentPdf(others, { organisationId: seller.id, invoiceId: next.id });

        expect(again.bytes.equals(bytes)).toBe(true);
        const versions = [...await filesOf(id), ...await filesOf(next.id)]
            .map(({ templateVersion }: Answered['body']) => templateVersion);
        expect(versions).toEqual([await service.dependencies.typesetter.version(), await changed.version()]);
        expect(new Set(versions).size).toBe(2);
    });

    test('of an annulled invoice is another one, and the first stays to be read', async () => {
        const { id } = await seller.issued();
        const issued = await pdfOf(id);
        await cancel(seller, id);

        const annulled = await pdfOf(id);

        expect(annulled.bytes.equals(issued.bytes)).toBe(false);
        expect(await statesOf(id)).toEqual(['issued', 'annulled']);
        const [first, second] = await filesOf(id);
        const read = async (sha256: string) => seller.call('GET', `/invoices/${id}/documents/${sha256}`);
        expect((await read(first.sha256)).bytes.equals(issued.bytes)).toBe(true);
        expect((await read(second.sha256)).bytes.equals(annulled.bytes)).toBe(true);
        expect((await read(first.sha256)).headers).toMatchObject({
            'cache-control': 'private, max-age=31536000, immutable', 'content-type': 'application/pdf'
        });
    });

    test('of an invoice that was annulled before a worker came shows it as it was issued', async () => {
        const { id } = await seller.issued();
        await cancel(seller, id);

        await archiveDocument(service.dependencies, { organisationId: seller.id, invoiceId: id, state: 'issued' });

        expect(await statesOf(id)).toEqual(['issued']);
        expect(pdfTitle((await pdfOf(id)).bytes)).toContain('FV/');
        expect(await statesOf(id)).toEqual(['issued', 'annulled']);
    });

    test('that nobody has is 404 by name', async () => {
        const { id } = await seller.issued();

        const answer = await seller.call('GET', `/invoices/${id}/documents/${'0'.repeat(64)}`);

        expect([answer.status, answer.body.code]).toEqual([404, 'DOCUMENT_NOT_FOUND']);
        expect(answer.body.message).toMatch(/^sha256: /);
    });

    test.each([
        [`UPDATE document_file SET language = 'en'`], ['DELETE FROM document_file'], ['TRUNCATE document_file']
    ])('is refused %s by the database', async (sql) => {
        const { id } = await seller.issued();
        await pdfOf(id);

        await expect(onDatabase(service.databaseUrl, sql)).rejects.toThrow('is not allowed');
    });
});

/** A typesetter of templates that were copied and changed. */
async function givenTemplates(change: (style: string) => string): Promise<Typesetter> {
    const assets = documentAssets();
    const templates = await mkdtemp(join(tmpdir(), 'templates-'));
    await cp(assets.templates, templates, { recursive: true });
    const style = join(templates, 'style.typ');
    await writeFile(style, change(await readFile(style, 'utf8')));
    const typesetter = openTypesetter({ ...assets, templates });
    return {
        ...typesetter,
        close: async () => {
            await typesetter.close();
            await rm(templates, { recursive: true });
        }
    };
}
