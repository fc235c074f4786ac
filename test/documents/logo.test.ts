import { deflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { documentPdf } from '../../app/features/documents/document-pdf.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenToken } from '../support/given-token.ts';
import { cmykJpeg, greyJpeg, pngChunk, pngOf } from '../support/pictures.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
const logo = pngOf(124, 36);

/** An organisation with calls of its administrator. */
async function givenAdministrator(profile = {}) {
    const owner = await givenOrganisation(service, profile);
    const admin = await owner.as({ role: 'admin' });
    return {
        ...owner, admin,
        put: (bytes: Buffer, headers = {}) =>
            admin('PUT', '/organisation/logo', { body: { content: bytes.toString('base64') }, headers }),
        bytes: async () => {
            const token = await givenToken({ org: owner.id });
            const { statusCode, headers, rawPayload } = await service.server.inject(
                { url: '/organisation/logo', headers: { authorization: `Bearer ${token}` } });
            return [statusCode, headers['content-type'], rawPayload];
        },
        pdf: async (invoiceId: string) =>
            (await documentPdf(service.dependencies, { organisationId: owner.id, invoiceId })).bytes.toString('latin1')
    };
}

describe('the logo of an organisation', () => {
    test('is set, read as it was sent, shown in the profile and taken away', async () => {
        const { admin, put, bytes } = await givenAdministrator();

        const { status, body } = await put(logo);
        expect([status, body]).toEqual([200, {
            mediaType: 'image/png', width: 124, height: 36, size: logo.length,
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/)
        }]);
        expect(await bytes()).toEqual([200, 'image/png', logo]);
        const inJson = await admin('GET', '/organisation/logo', { headers: { accept: 'application/json' } });
        expect(inJson.body).toMatchObject({ fileName: 'logo.png', content: logo.toString('base64') });
        expect((await admin('GET', '/organisation')).body.logo).toEqual(body);

        expect((await admin('DELETE', '/organisation/logo')).status).toBe(204);
        expect((await admin('GET', '/organisation/logo')).body).toMatchObject({ status: 404, code: 'LOGO_NOT_FOUND' });
        expect((await admin('GET', '/organisation')).body.logo).toBeNull();
        expect((await admin('DELETE', '/organisation/logo')).status).toBe(204);
    });

    test('may be a JPEG, and replaces the one before', async () => {
        const { put, bytes } = await givenAdministrator();
        await put(logo);

        expect((await put(greyJpeg)).body).toMatchObject({ mediaType: 'image/jpeg', width: 16, height: 8 });
        expect(await bytes()).toEqual([200, 'image/jpeg', greyJpeg]);
    });

    test.each([
        ['a PNG', pngOf(12, 9, pngChunk('iCCP', profileOf(64)), pngChunk('tEXt', Buffer.from('Author\0Anna'))),
            pngOf(12, 9)],
        ['a PNG with bytes behind its end', Buffer.concat([pngOf(12, 9), Buffer.alloc(50, 7)]), pngOf(12, 9)],
        ['a JPEG', jpegWith([0xe2, 0xed, 0xfe]), greyJpeg],
        ['a JPEG with bytes behind its end', Buffer.concat([greyJpeg, Buffer.alloc(5)]), greyJpeg]
    ])('is stored without profiles of colours and texts, which %s may have', async (_what, sent, kept) => {
        const { put, bytes } = await givenAdministrator();

        const { status, body } = await put(sent);

        expect([status, body.size]).toEqual([200, kept.length]);
        expect((await bytes())[2]).toEqual(kept);
        expect((await put(sent)).body).toEqual(body);
    });

    test('is printed on documents from the next one on, and archived ones stay as they are', async () => {
        const { put, issued, draft, pdf, admin } = await givenAdministrator();
        const [archived, later, { id }] = [await issued(), await issued(), await draft()];
        const before = await pdf(archived.id);
        expect(before).not.toContain('/Width 124');

        await put(logo);
        expect(await pdf(id)).toContain('/Width 124');
        expect(await pdf(later.id)).toContain('/Width 124');
        expect(await pdf(archived.id)).toBe(before);
        await admin('DELETE', '/organisation/logo');
        expect(await pdf(id)).not.toContain('/Width 124');
        expect(await pdf(later.id)).toContain('/Width 124');
    });

    test('is a version of the profile: a stale If-Match is refused, and the audit trail tells of it', async () => {
        const { put, id } = await givenAdministrator();

        expect((await put(logo, { 'if-match': '"1"' })).status).toBe(412);
        await put(logo);
        const { rows } = await service.dependencies.database.pool.query(
            `SELECT before->'logo' AS before, after->'logo'->>'width' AS width FROM audit_entry
            WHERE organisation_id = $1 AND action = 'organisation.changed' ORDER BY id DESC LIMIT 1`, [id]);
        expect(rows).toEqual([{ before: null, width: '124' }]);
    });

    test('stays when the profile is replaced by what GET answered', async () => {
        const { admin, put } = await givenAdministrator();
        await put(logo);
        const { body } = await admin('GET', '/organisation');

        const { status, body: after } = await admin('PUT', '/organisation', { body: { ...body, logo: null } });

        expect([status, after.logo]).toEqual([200, body.logo]);
    });

    test('is refused to whoever may not change the profile', async () => {
        const { call } = await givenAdministrator();

        expect((await call('PUT', '/organisation/logo', { body: { content: logo.toString('base64') } })).status)
            .toBe(403);
    });
});

/** Content of an `iCCP` chunk: a profile of so many megabytes, deflated to a thousandth. */
function profileOf(megabytes: number): Buffer {
    return Buffer.concat([Buffer.from('profile\0\0', 'latin1'), deflateSync(Buffer.alloc(megabytes * 1_048_576))]);
}

/** The grey JPEG with a segment of each marker behind its first one, and one between its pixels and its end. */
function jpegWith(markers: readonly number[]): Buffer {
    const segments = markers.map((marker) => Buffer.from([0xff, marker, 0, 8, ...Buffer.from('ICC_PR')]));
    const end = greyJpeg.length - 2;
    return Buffer.concat([
        greyJpeg.subarray(0, 20), ...segments, greyJpeg.subarray(20, end), ...segments, greyJpeg.subarray(end)
    ]);
}

const broken = Buffer.from(logo);
broken.fill(0x55, logo.length - 40, logo.length - 16);

describe('a logo is refused by name', () => {
    test.each([
        ['bytes that are no picture', Buffer.from('no picture at all'), 'LOGO_NOT_A_PICTURE'],
        ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
            'LOGO_NOT_A_PICTURE'],
        ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00'), 'LOGO_NOT_A_PICTURE'],
        ['a PNG of 20 000 pixels', pngOf(20_000, 1), 'LOGO_TOO_LARGE'],
        ['a PNG of no pixel', pngOf(0, 1), 'LOGO_TOO_LARGE'],
        ['a PNG that is cut off', logo.subarray(0, logo.length - 20), 'LOGO_UNREADABLE'],
        ['a PNG whose pixels are damaged', broken, 'LOGO_UNREADABLE'],
        ['a JPEG that is cut off', greyJpeg.subarray(0, greyJpeg.length - 10), 'LOGO_UNREADABLE'],
        ['a JPEG in CMYK', cmykJpeg, 'LOGO_COLOURS'],
        ['an animated PNG', pngOf(8, 8, pngChunk('acTL', Buffer.alloc(8))), 'LOGO_ANIMATED']
    ])('%s', async (_what, bytes, code) => {
        const { put, bytes: stored } = await givenAdministrator();

        const { status, body } = await put(bytes);

        expect([status, body.code, body.errors]).toEqual(
            [400, 'VALIDATION_FAILED', [{ path: 'content', code, message: expect.any(String) }]]);
        expect(body.message).toMatch(/^content /);
        expect((await stored())[0]).toBe(404);
    });

    test.each([
        ['no content', {}], ['no base64', { content: '§§§' }], ['nothing', { content: '' }],
        ['more than 512 kB', { content: Buffer.alloc(524_290).toString('base64') }]
    ])('%s', async (_what, body) => {
        const { admin } = await givenAdministrator();

        const answer = await admin('PUT', '/organisation/logo', { body });

        expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, 'content']);
    });

    test('20 MB', async () => {
        const { admin } = await givenAdministrator();

        expect((await admin('PUT', '/organisation/logo', { body: { content: 'A'.repeat(20_000_000) } })).status)
            .toBe(413);
    });
});

describe('the colour and the footer of documents', () => {
    test.each([
        ['too light', { accentColor: '#ffcc00' }, 'accentColor'],
        ['no colour', { accentColor: 'green' }, 'accentColor'],
        ['four lines', { documentFooter: 'a\nb\nc\nd' }, 'documentFooter'],
        ['301 characters', { documentFooter: 'a'.repeat(301) }, 'documentFooter']
    ])('are refused by name: %s', async (_what, body, path) => {
        const { admin } = await givenAdministrator();

        const answer = await admin('PATCH', '/organisation', { body });

        expect([answer.status, answer.body.errors?.[0].path]).toEqual([400, path]);
    });

    test('change the document, and null brings back what it was', async () => {
        const { admin, draft, pdf } = await givenAdministrator();
        const { id } = await draft();
        const before = await pdf(id);

        await admin('PATCH', '/organisation', { body: { accentColor: '#7A1F1F', documentFooter: 'KRS 0000000000' } });
        expect((await admin('GET', '/organisation')).body).toMatchObject(
            { accentColor: '#7a1f1f', documentFooter: 'KRS 0000000000' });
        expect(await pdf(id)).not.toBe(before);
        await admin('PATCH', '/organisation', { body: { accentColor: null, documentFooter: null } });
        expect(await pdf(id)).toBe(before);
    });
});
