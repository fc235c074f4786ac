import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
const job = { data: '{}', createdAtSeconds: 0 };
const look = { accent: '#1f4e79', footer: '', logo: null };
const exampleSeller = sellerOf(exampleOrganisation, 'PLN');
const manyLines = { ...exampleIssued, lines: Array.from({ length: 20 }, () => exampleIssued.lines).flat() };

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
        const busy = Array.from({ length: places }, () => renderDocument(
            service.dependencies.typesetter, printInvoice(manyLines, { seller: exampleSeller }),
            look, new Date(0)));
        const { id } = await seller.draft();

        const refused = await seller.call('GET', `/invoices/${id}/pdf`);

        expect([refused.status, refused.body.code, refused.headers['retry-after']])
            .toEqual([503, 'DOCUMENT_BUSY', '5']);
        expect(new Set((await Promise.all(busy)).map(({ length }) => length)).size).toBe(1);
        expect((await seller.call('GET', `/invoices/${id}/pdf`)).status).toBe(200);
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

        const fault = await renderDocument(typesetter, printInvoice(exampleIssued, { seller: exampleSeller }), look,
            new Date(0)).catch((error: unknown) => error);

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
        const typesetter = closing(openTypesetter({ templates, fonts }));
        const { id } = await seller.issued();
        const broken = { ...service.dependencies, typesetter: { ...typesetter, version: async () => '' } };

        const refused = await documentPdf(broken, { organisationId: seller.id, invoiceId: id })
            .catch((error: unknown) => error);

        expect(refused).toMatchObject({ code: 'DOCUMENT_FAILED' });
        expect((await service.call('GET', '/health/check')).status).toBe(200);
        expect((await seller.call('GET', `/invoices/${id}/pdf`)).status).toBe(200);
    });
});

test('another template, or another font, has another version', async () => {
    const assets = documentAssets();
    const versions = await Promise.all([
        assets, { ...assets, templates }, { ...assets, fonts: assets.fonts.slice(1) }
    ].map((setup) => closing(openTypesetter(setup)).version()));

    expect(new Set(versions).size).toBe(3);
    expect(versions.filter((version) => !/^[0-9a-f]{64}$/.test(version))).toEqual([]);
});
