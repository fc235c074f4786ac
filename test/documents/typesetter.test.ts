import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleIssued, exampleOrganisation } from '../../app/domain/invoices/invoice.example.ts';
import { sellerOf } from '../../app/domain/organisations/organisation.ts';
import { printInvoice } from '../../app/domain/printing/print-invoice.ts';
import { documentAssets } from '../../app/features/documents/document-assets.ts';
import { documentPdf } from '../../app/features/documents/document-pdf.ts';
import { renderDocument } from '../../app/features/documents/render-document.ts';
import { maxTypesetAtOnce, maxTypesetWaiting, openTypesetter } from '../../app/platform/typesetting/typesetter.ts';
import { givenItem } from '../support/given-service.ts';
import { useClosing } from '../support/use-closing.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ env: { MAX_IN_FLIGHT_PER_ORGANISATION: '64' } });
const seller = useOrganisation(service);
const closing = useClosing();
const job = { owner: 'example', data: '{}', createdAtSeconds: 0 };
const look = { organisationId: 'example', accent: '#1f4e79', footer: '', logo: null };
const exampleSeller = sellerOf(exampleOrganisation, 'PLN');
/** Too long for Typst to keep its results: each of several equal ones takes its time. */
const manyLines = { ...exampleIssued, lines: Array.from({ length: 150 }, () => exampleIssued.lines).flat() };

let templates = '';
beforeAll(async () => {
    templates = await mkdtemp(join(tmpdir(), 'templates-'));
    await writeFile(join(templates, 'good.typ'), 'Good');
    await writeFile(join(templates, 'invoice.typ'), '#assert.eq("Anna Nowak", "Jan Nowak")');
});
afterAll(() => rm(templates, { recursive: true }));
const givenTypesetter = () => closing(openTypesetter({ ...documentAssets(), templates }));

describe('more documents than may wait', () => {
    test('are refused at once with a time to come again, and the others are made', async () => {
        const places = maxTypesetAtOnce + maxTypesetWaiting;
        const busy = Array.from({ length: places }, (_, index) => renderDocument(
            service.dependencies.typesetter, printInvoice(manyLines, { seller: exampleSeller }),
            { look: { ...look, organisationId: `other-${index}` }, createdAt: new Date(0) }));
        const { id } = await seller.draft();

        const refused = await seller.call('GET', `/invoices/${id}/pdf`);

        expect([refused.status, refused.body.code, refused.headers['retry-after']])
            .toEqual([503, 'DOCUMENT_BUSY', '5']);
        expect(new Set((await Promise.all(busy)).map(({ length }) => length)).size).toBe(1);
        expect((await seller.call('GET', `/invoices/${id}/pdf`)).status).toBe(200);
    }, 60_000);

    test('of one organisation leave a thread to the others', async () => {
        const ended: string[] = [];
        const busy = Array.from({ length: 8 }, () => renderDocument(
            service.dependencies.typesetter, printInvoice(manyLines, { seller: exampleSeller }),
            { look, createdAt: new Date(0) }).then(() => ended.push('example')));
        const { id } = await seller.draft();

        expect((await seller.call('GET', `/invoices/${id}/pdf`)).status).toBe(200);
        ended.push('seller');
        await Promise.all(busy);

        expect(ended.indexOf('seller')).toBeLessThan(4);
    }, 60_000);

    test('leave the event loop to other calls', async () => {
        const items = Array.from({ length: 150 }, (_, index) => givenItem({ description: `Pozycja ${index}` }));
        const { id } = await seller.draft({ items });
        const made = seller.call('GET', `/invoices/${id}/pdf`);
        let isMade = false;
        void made.finally(() => { isMade = true; });

        let answered = 0;
        while (!isMade) {
            const { status } = await service.call('GET', '/health/liveness');
            answered += status === 200 ? 1 : 0;
            await wait(5);
        }

        expect((await made).status).toBe(200);
        // On the loop itself, the document would leave no more than one between its queries.
        expect(answered).toBeGreaterThan(3);
    }, 60_000);
});

describe('a template that refuses its data', () => {
    test('is a fault of ours without the texts of the document, and the next document is made', async () => {
        const typesetter = givenTypesetter();

        const fault = await renderDocument(typesetter, printInvoice(exampleIssued, { seller: exampleSeller }),
            { look, createdAt: new Date(0) }).catch((error: unknown) => error);

        expect(fault).toMatchObject({ code: 'DOCUMENT_FAILED', details: { template: 'invoice.typ' } });
        expect(String((fault as Error).cause)).toMatch(/equality assertion failed/);
        expect(String((fault as Error).cause)).not.toMatch(/Nowak/);
        expect(Buffer.from(await typesetter.pdf({ ...job, template: 'good.typ' })).toString('latin1', 0, 5))
            .toBe('%PDF-');
    });
});

describe('a thread that dies', () => {
    test('fails its document alone; health and other documents go on', async () => {
        // Not a path: the compiler can't be made, and the thread ends.
        const fonts = [1] as unknown as readonly string[];
        const typesetter = closing(openTypesetter({ templates, fonts, texts: '' }));
        const { id } = await seller.issued();
        const broken = { ...service.dependencies, typesetter: { ...typesetter, version: async () => '' } };

        const refused = await documentPdf(broken, { organisationId: seller.id, invoiceId: id })
            .catch((error: unknown) => error);

        expect(refused).toMatchObject({ code: 'DOCUMENT_FAILED', message: expect.stringMatching(/ended before/) });
        expect((await service.call('GET', '/health/check')).status).toBe(200);
        expect((await seller.call('GET', `/invoices/${id}/pdf`)).status).toBe(200);
    });
});

test('a thread that is about to end for want of work gets no document', async () => {
    const maxIdleMs = 5;
    const typesetter = closing(openTypesetter({ ...documentAssets(), templates }, maxIdleMs));

    for (let tries = 0; tries < 12; tries += 1) {
        await typesetter.pdf({ ...job, template: 'good.typ' });
        await wait(maxIdleMs + tries % 4);
    }
}, 60_000);

test('once it is closed, documents that wait are refused and no thread is started', async () => {
    const typesetter = givenTypesetter();
    const asked = Array.from({ length: 4 }, () => typesetter.pdf({ ...job, template: 'good.typ' })
        .catch((error: { code: string }) => error.code));
    await asked[0];

    await typesetter.close();

    expect((await Promise.all(asked)).slice(2)).toEqual(['DOCUMENT_BUSY', 'DOCUMENT_BUSY']);
    await expect(typesetter.pdf({ ...job, template: 'good.typ' })).rejects.toThrow('stopping');
});

test('a version that could not be read is read again', async () => {
    const later = join(templates, 'later');
    const typesetter = closing(openTypesetter({ ...documentAssets(), templates: later }));
    await expect(typesetter.version()).rejects.toThrow('ENOENT');

    await mkdir(later);

    expect(await typesetter.version()).toMatch(/^[0-9a-f]{64}$/);
    await rm(later, { recursive: true });
});

test('another template, font or text has another version', async () => {
    const assets = documentAssets();
    const versions = await Promise.all([
        assets, { ...assets, templates }, { ...assets, fonts: assets.fonts.slice(1) }, { ...assets, texts: '{}' }
    ].map((setup) => closing(openTypesetter(setup)).version()));

    expect(new Set(versions).size).toBe(4);
    expect(versions.filter((version) => !/^[0-9a-f]{64}$/.test(version))).toEqual([]);
});
