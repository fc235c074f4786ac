import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { documentPdf } from '../../app/features/documents/document-pdf.ts';
import { cancel, correct } from '../support/given-corrective.ts';
import { order } from '../support/given-order.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { pdfTitle } from '../support/pdf-title.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const insider = '10.20.0.1';
const service = useService({ env: { TRUSTED_NETWORKS: '10.20.0.0/16' } });
const seller = useOrganisation(service);

const get = (path: string, headers: Readonly<Record<string, string>> = {}) => seller.call('GET', path, { headers });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const isPdf = ({ status, headers, bytes }: Answered) =>
    [status, headers['content-type'], bytes.subarray(0, 8).toString()];
const aPdf = [200, 'application/pdf', '%PDF-1.7'];

describe('the PDF of an invoice', () => {
    test('comes as bytes with name, hash and rules for caches', async () => {
        const { id, invoiceNumber } = await seller.issued();

        const answer = await get(`/invoices/${id}/pdf`);

        expect(isPdf(answer)).toEqual(aPdf);
        expect(pdfTitle(answer.bytes)).toMatch(new RegExp(`^Faktura .*${invoiceNumber}$`));
        expect(answer.headers).toMatchObject({
            'content-length': answer.bytes.length,
            'content-disposition': `inline; filename=${invoiceNumber.replaceAll('/', '-')}.pdf`,
            etag: `"${sha256(answer.bytes)}"`, 'cache-control': 'private, no-cache', vary: 'accept'
        });
    });

    test.each([
        ['application/pdf', 'bytes'], ['*/*', 'bytes'], ['application/*', 'bytes'],
        ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'bytes'],
        ['application/json, application/pdf', 'bytes'], ['application/pdf;q=0.1, application/json', 'bytes'],
        ['application/json, text/plain, */*', 'json'], ['application/json', 'json'],
        ['application/json, application/pdf;q=0', 'json'],
        ['pdf, please', 'bytes'], ['application/json;charset=utf-8', 'json'],
        ['APPLICATION/JSON', 'json']
    ])('for Accept: %s comes as %s', async (accept, form) => {
        const { id } = await seller.issued();

        const answer = await get(`/invoices/${id}/pdf`, { accept });

        const { headers: { 'content-type': type } } = answer;
        expect(answer.status).toBe(200);
        expect(type).toBe(form === 'json' ? 'application/json; charset=utf-8' : 'application/pdf');
    });

    test('comes in JSON to the gateway, which needs no token', async () => {
        const { id, invoiceNumber } = (await service.call('POST', '/invoices',
            { body: { customerName: 'Anna', items: [] } })).body;
        expect(invoiceNumber).toBeNull();

        const { status, body, headers } = await service.call('GET', `/invoices/${id}/pdf`, {
            token: '', remoteAddress: insider, headers: { accept: 'application/json, text/plain, */*' }
        });

        const bytes = Buffer.from(body.content, 'base64');
        expect(status).toBe(200);
        expect(body).toEqual({
            fileName: `draft-${id.slice(-12)}.pdf`, mediaType: 'application/pdf', size: bytes.length,
            sha256: sha256(bytes), content: expect.any(String)
        });
        expect(bytes.subarray(0, 8).toString()).toBe('%PDF-1.7');
        expect(headers).toMatchObject({ etag: `"${body.sha256}.json"`, vary: expect.stringContaining('accept') });
    });

    test('of a draft is a preview, which is kept by nobody', async () => {
        const { id } = await seller.draft();
        const before = await get(`/invoices/${id}/pdf`);
        await seller.call('PATCH', `/invoices/${id}`, { body: { notes: 'Inaczej' } });

        const after = await get(`/invoices/${id}/pdf`);

        expect(isPdf(after)).toEqual(aPdf);
        expect(pdfTitle(after.bytes)).toMatch(/^Faktura/);
        expect(after.bytes.equals(before.bytes)).toBe(false);
        expect((await get(`/invoices/${id}/documents`)).body).toEqual({ data: [] });
    });

    test('of an organisation that was never set up is a preview with empty fields', async () => {
        const call = await seller.as({ org: `new-${seller.id}` });
        const { body: { id } } = await call('POST', '/invoices', { body: {} });

        expect(isPdf(await call('GET', `/invoices/${id}/pdf`))).toEqual(aPdf);
    });

    test('is what the other features get', async () => {
        const { id } = await seller.issued();

        const file = await documentPdf(service.dependencies, { organisationId: seller.id, invoiceId: id });

        expect(file.bytes.equals((await get(`/invoices/${id}/pdf`)).bytes)).toBe(true);
        expect([file.sha256, file.mediaType]).toEqual([sha256(file.bytes), 'application/pdf']);
    });
});

describe('a caller who has it', () => {
    test.each([['bytes', '*/*'], ['JSON', 'application/json']])(
        'in %s gets 304 without a body', async (_form, accept) => {
            const { id } = await seller.issued();
            const path = `/invoices/${id}/pdf`;
            const { headers: { etag } } = await get(path, { accept });

            const again = await get(path, { accept, 'if-none-match': String(etag) });
            const other = await get(path, { accept, 'if-none-match': '"another"' });

            expect([again.status, again.bytes.length, again.headers['etag']]).toEqual([304, 0, etag]);
            expect(other.status).toBe(200);
        });

    test('of one form does not have the other', async () => {
        const { id } = await seller.issued();
        const { headers: { etag } } = await get(`/invoices/${id}/pdf`);

        const json = await get(`/invoices/${id}/pdf`, { accept: 'application/json', 'if-none-match': String(etag) });

        expect(json.status).toBe(200);
    });
});

test('HEAD answers the headers of GET, and no body', async () => {
    const { id } = await seller.issued();
    const { headers, bytes } = await get(`/invoices/${id}/pdf`);

    const head = await seller.call('HEAD', `/invoices/${id}/pdf`);

    expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([200, 0, bytes.length]);
    expect(head.headers).toMatchObject({
        etag: headers['etag'], 'content-type': 'application/pdf',
        'content-disposition': headers['content-disposition']
    });
});

test('a Range gets the whole file', async () => {
    const { id } = await seller.issued();

    const answer = await get(`/invoices/${id}.pdf`, { range: 'bytes=0-99' });

    expect(isPdf(answer)).toEqual(aPdf);
    expect([answer.headers['accept-ranges'], answer.headers['content-length']])
        .toEqual([undefined, answer.bytes.length]);
});

test('the address with .pdf answers the same bytes, also to a caller who asks for JSON', async () => {
    const { id } = await seller.issued();
    const { bytes } = await get(`/invoices/${id}/pdf`);

    const answer = await get(`/invoices/${id}.pdf`, { accept: 'application/json' });

    expect(isPdf(answer)).toEqual(aPdf);
    expect(answer.bytes.equals(bytes)).toBe(true);
    expect((await service.call('GET', `/invoices/${id}.pdf`, { token: '', remoteAddress: insider })).status).toBe(401);
});

describe('the invoice itself', () => {
    test.each([['application/pdf'], ['application/pdf, */*;q=0.1'], ['application/pdf, application/json;q=0.9']])(
        'is the PDF for Accept: %s', async (accept) => {
            const { id } = await seller.issued();

            const answer = await get(`/invoices/${id}`, { accept });

            expect(isPdf(answer)).toEqual(aPdf);
            expect(answer.bytes.equals((await get(`/invoices/${id}.pdf`)).bytes)).toBe(true);
        });

    test.each([['*/*'], ['application/json, text/plain, */*'], ['application/json, application/pdf;q=0.9'],
        ['text/html, */*;q=0.8']])('is JSON for Accept: %s', async (accept) => {
        const { id } = await seller.issued();

        const { status, body } = await get(`/invoices/${id}`, { accept });

        expect([status, body.id]).toEqual([200, id]);
    });
});

describe('letters that no font has', () => {
    test('are told of with their fields, in the draft and at the issue, and are issued', async () => {
        const foreign = { customerName: '한국 주식회사', items: [givenItem({ description: 'ไทย' })] };
        const letters = ({ warnings = [] }: Answered['body']): readonly string[] => warnings
            .filter(({ code }: Record<string, string>) => code === 'LETTERS_NOT_PRINTABLE')
            .map(({ path }: Record<string, string>) => path);

        const draft = await seller.draft(foreign);
        const edited = await seller.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'Ґалина, 公司, ꦗꦮ' } });
        const issued = await seller.issue(draft.id);

        expect(letters(draft)).toEqual(['customerName', 'items[0].description']);
        expect(letters(edited.body)).toEqual(['customerName', 'items[0].description', 'notes']);
        expect([issued.status, letters(issued.body)])
            .toEqual([200, ['customerName', 'items[0].description', 'notes']]);
        expect(letters(await seller.draft({ customerName: 'Ґалина Ωμέγα Nguyễn 公司 שלום' }))).toEqual([]);
    });
});

describe('as a proforma', () => {
    test('an invoice says so, without its number, and is not archived', async () => {
        const { id, invoiceNumber } = await seller.issued();

        const answer = await get(`/invoices/${id}/proforma-pdf`);

        expect(isPdf(answer)).toEqual(aPdf);
        expect(pdfTitle(answer.bytes)).toMatch(/^Faktura pro forma/i);
        expect(pdfTitle(answer.bytes)).not.toContain(invoiceNumber);
        expect(answer.headers['content-disposition'])
            .toBe(`inline; filename=${invoiceNumber.replaceAll('/', '-')}-proforma.pdf`);
        expect((await get(`/invoices/${id}/documents`)).body).toEqual({ data: [] });
    });

    test('a proforma is its own archived PDF', async () => {
        const { id, invoiceNumber } = await order(seller, {});

        const answer = await get(`/invoices/${id}/proforma-pdf`, { accept: 'application/json, text/plain, */*' });

        expect(answer.body.fileName).toBe(`${invoiceNumber.replaceAll('/', '-')}.pdf`);
        expect(answer.body.sha256).toBe((await get(`/invoices/${id}/pdf`, { accept: 'application/json' })).body.sha256);
        expect((await get(`/invoices/${id}/documents`)).body.data).toMatchObject([{ sha256: answer.body.sha256 }]);
    });
});

describe('as a proforma there is none', () => {
    test.each([
        ['a corrective', async () => (await correct(seller, (await seller.issued()).id, { type: 'full' })).body.id],
        ['an annulled invoice', async () => {
            const { id } = await seller.issued();
            await cancel(seller, id);
            return id;
        }]
    ])('of %s', async (_what, given) => {
        const id = await given();

        const answer = await get(`/invoices/${id}/proforma-pdf`);

        expect([answer.status, answer.body.code]).toEqual([422, 'NO_PROFORMA_OF_DOCUMENT']);
        expect(answer.body.message).toMatch(/^invoiceId: /);
        expect(isPdf(await get(`/invoices/${id}/pdf`))).toEqual(aPdf);
    });

    test('but an annulled proforma is its own PDF', async () => {
        const { id } = await order(seller, {});
        await cancel(seller, id);

        expect(isPdf(await get(`/invoices/${id}/proforma-pdf`))).toEqual(aPdf);
    });
});

describe('a refusal is a problem in JSON', () => {
    const unknown = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a';

    test.each([
        [`/invoices/${unknown}/pdf`, 404, 'INVOICE_NOT_FOUND'], [`/invoices/${unknown}.pdf`, 404, 'INVOICE_NOT_FOUND'],
        [`/invoices/${unknown}/proforma-pdf`, 404, 'INVOICE_NOT_FOUND'],
        [`/invoices/${unknown}`, 404, 'INVOICE_NOT_FOUND'],
        ['/invoices/none/pdf', 400, 'VALIDATION_FAILED'], ['/invoices/none.pdf', 400, 'VALIDATION_FAILED'],
        [`/invoices/${unknown}/pdf?colour=red`, 400, 'VALIDATION_FAILED'],
        [`/invoices/${unknown}?colour=red`, 400, 'VALIDATION_FAILED']
    ])('at %s', async (path, status, code) => {
        const answer = await get(path, { accept: 'application/pdf' });

        expect([answer.status, answer.headers['content-type'], answer.body.code])
            .toEqual([status, 'application/problem+json', code]);
    });
});
