import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { documentAssets } from '../../app/features/documents/document-assets.ts';
import { documentPdf } from '../../app/features/documents/document-pdf.ts';
import { maxTypesetAtOnce, maxTypesetWaiting, openTypesetter } from '../../app/platform/typesetting/typesetter.ts';
import { givenItem } from '../support/given-service.ts';
import { useClosing } from '../support/use-closing.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const seller = useOrganisation(service);
const closing = useClosing();
const job = { data: '{}', createdAtSeconds: 0 };

let templates = '';
beforeAll(async () => {
    templates = await mkdtemp(join(tmpdir(), 'templates-'));
    await writeFile(join(templates, 'good.typ'), 'Good');
    await writeFile(join(templates, 'bad.typ'), '#assert.eq("Anna Nowak", "Jan Nowak")');
});
afterAll(() => rm(templates, { recursive: true }));
const givenTypesetter = () => closing(openTypesetter({ ...documentAssets(), templates }));

describe('more documents than may wait', () => {
    test('are refused at once with a time to come again, and the others are made', async () => {
        const items = Array.from({ length: 200 }, (_, index) => givenItem({ description: `Pozycja ${index}` }));
        const { id } = await seller.draft({ items });
        const places = maxTypesetAtOnce + maxTypesetWaiting;

        const answers = await Promise.all(Array.from({ length: places + 10 }, () =>
            seller.call('GET', `/invoices/${id}/pdf`)));

        const refused = answers.filter(({ status }) => status !== 200);
        expect(refused.map(({ status, body, headers }) => [status, body.code, headers['retry-after']]))
            .toEqual(Array.from({ length: 10 }, () => [503, 'DOCUMENT_BUSY', '5']));
        expect((await seller.call('GET', `/invoices/${id}/pdf`)).status).toBe(200);
    });

    test('leave the event loop to other calls', async () => {
        const items = Array.from({ length: 500 }, (_, index) => givenItem({ description: `Pozycja ${index}` }));
        const { id } = await seller.draft({ items });
        const made = Promise.all([1, 2, 3, 4].map(() => seller.call('GET', `/invoices/${id}/pdf`)));
        let isMade = false;
        void made.finally(() => { isMade = true; });

        const times: number[] = [];
        while (!isMade) {
            const before = performance.now();
            await service.call('GET', '/health/liveness');
            times.push(performance.now() - before);
            await wait(5);
        }

        expect((await made).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect(times.length).toBeGreaterThan(20);
        expect(times.sort((left, right) => left - right)[Math.floor(times.length * 0.9)]).toBeLessThan(100);
    });
});

describe('a template that refuses its data', () => {
    test('is a fault of ours without the texts of the document, and the next document is made', async () => {
        const typesetter = givenTypesetter();

        const fault = await typesetter.pdf({ ...job, template: 'bad.typ' }).catch((error: unknown) => error);

        expect(fault).toMatchObject({ code: 'DOCUMENT_FAILED', details: { template: 'bad.typ' } });
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
