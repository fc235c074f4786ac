import { describe, expect, test } from '@jest/globals';
import { eInvoiceFile } from '../../app/features/e-invoices/e-invoice-file.ts';
import { givenLink, opened } from '../support/given-page.ts';
import { givenClock, publicUrl } from '../support/given-server.ts';
import type { ReceivedMail } from '../support/given-mail-server.ts';
import { onDatabase } from '../support/given-lock.ts';
import { mailFrom, sendWaiting, smtpOf, useMailServer } from '../support/use-mail.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

// The link to the page, and the files: all that an e-mail has beside its texts.
const service = useService({ clock: givenClock(), env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom } });
const organisation = useOrganisation(service);
const server = useMailServer();
const sendAll = (changes = {}) => sendWaiting(service, smtpOf(server.port, changes));

async function givenSent(
    overrides: Readonly<Record<string, unknown>> = {}, body: object = {}
): Promise<{ readonly id: string }> {
    const { id } = await organisation.issued(overrides);
    const { status } = await organisation.call(
        'PATCH', `/invoices/${id}/send`, { body: { emailTo: 'a@klient.example', ...body } });
    expect(status).toBe(200);
    return { id };
}
const linkIn = ({ mail }: Pick<ReceivedMail, 'mail'>) =>
    new RegExp(`${publicUrl}(/i/[\\w-]+)`).exec(mail.text ?? '')?.[1];
const linksOf = async (id: string) => (await organisation.call('GET', `/invoices/${id}/links`)).body.data;

describe('the link in an e-mail', () => {
    test('is one, however often the mail server was away or put the whole e-mail off', async () => {
        const { id } = await givenSent();
        for (let n = 0; n < 3; n += 1) await sendAll({ port: 9 });
        expect(await linksOf(id)).toEqual([]);
        server.rules({ data: async () => ({ code: 451, message: '4.7.1 Later' }) });
        for (let n = 0; n < 2; n += 1) await sendAll();
        server.rules({});

        await sendAll();

        const [received] = server.received;
        expect([server.whole.length, server.received.length]).toEqual([3, 1]);
        expect((await opened(service, received === undefined ? '' : linkIn(received) ?? '')).status).toBe(200);
        const { body: { data: [delivery] } } = await organisation.call('GET', `/invoices/${id}/deliveries`);
        expect(await linksOf(id)).toEqual([expect.objectContaining({ id: delivery.id, createdBy: 'user-1' })]);
    });

    test('opens the page in each e-mail that may have arrived', async () => {
        const { id } = await givenSent();
        server.rules({ data: () => new Promise(() => undefined) });
        await sendAll({ timeoutMs: 300 });
        server.rules({});

        await sendAll();

        const pages = await Promise.all(server.whole.map((mail) => opened(service, linkIn(mail) ?? '')));
        expect(pages.map(({ status }) => status)).toEqual([200, 200]);
        expect(await linksOf(id)).toHaveLength(2);
    });

    test('that was revoked before it is sent again stays so, and the e-mail has another one', async () => {
        const { id } = await givenSent();
        server.rules({ data: async () => ({ code: 451, message: '4.7.1 Later' }) });
        await sendAll();
        server.rules({});
        const [{ id: linkId }] = await linksOf(id);
        await organisation.call('DELETE', `/invoices/${id}/links/${linkId}`);

        await sendAll();

        const pages = await Promise.all(server.whole.map((mail) => opened(service, linkIn(mail) ?? '')));
        expect(pages.map(({ status }) => status)).toEqual([404, 200]);
    });

    test('is none in the seller\'s copy, so that only the customer counts as one who looked', async () => {
        await organisation.profile({ mailCopyTo: 'archiwum@podlogi.example' });
        const { id } = await givenSent({}, { sendCopy: true });

        await sendAll();

        const linked = server.received.map((mail) => [mail.to[0], linkIn(mail) !== undefined]).sort();
        expect(linked).toEqual([['a@klient.example', true], ['archiwum@podlogi.example', false]]);
        expect(await linksOf(id)).toHaveLength(1);
    });
});

describe('the files of an e-mail', () => {
    const named = async (id: string): Promise<unknown> =>
        (await organisation.call('POST', `/invoices/${id}/send/preview`)).body.attachments;

    test.each([
        [null, ['FV-2026-11-0001.pdf']], ['en16931', ['FV-2026-11-0001.pdf', 'FV-2026-11-0001.xml']],
        ['facturx', ['FV-2026-11-0001.pdf']]
    ])('for a buyer who needs %s are those that its preview names', async (eInvoice, names) => {
        await organisation.profile({ iban: 'PL61109010140000071219812874' });
        const { id } = await givenSent(eInvoice === null ? {} : { eInvoice });

        const preview = await named(id);
        await sendAll();

        expect([preview, server.received[0]?.mail.attachments.map(({ filename }) => filename)]).toEqual([names, names]);
    });

    test('of a draft are named too', async () => {
        const { id } = await organisation.draft({ eInvoice: 'en16931' });

        expect(await named(id)).toEqual([`draft-${id.slice(-12)}.pdf`, `draft-${id.slice(-12)}.xml`]);
    });
});

describe('the PDF for a buyer who needs a Factur-X', () => {
    const facturX = { eInvoice: 'facturx' };
    const marker = 'urn:factur-x:pdfa:CrossIndustryDocument';
    const get = async (id: string, file: string) => (await organisation.call('GET', `/invoices/${id}/${file}`)).bytes;

    test('is one, archived once: the same bytes in every route, e-mail and page', async () => {
        await organisation.profile({ iban: 'PL61109010140000071219812874' });
        const { id } = await givenSent(facturX);
        await sendAll();
        const { path } = await givenLink(organisation, id);

        const files = [
            await get(id, 'pdf'), await get(id, 'e-invoice'), await get(id, 'e-invoice?format=facturx'),
            (await opened(service, `${path}/invoice.pdf`)).bytes, (await opened(service, `${path}/e-invoice`)).bytes,
            Buffer.from(server.received[0]?.mail.attachments[0]?.content as ArrayBuffer)
        ];

        expect(files[0]?.includes(marker)).toBe(true);
        expect(files.map((file) => file.equals(files[0] ?? Buffer.of()))).toEqual(files.map(() => true));
        const { body: { data } } = await organisation.call('GET', `/invoices/${id}/documents`);
        expect(data.map(({ state, size }: Record<string, unknown>) => [state, size]))
            .toEqual([['issued', files[0]?.length]]);
        const page = (await opened(service, path)).text;
        expect([page.includes('(Factur-X)'), page.includes('/e-invoice"')]).toEqual([true, false]);
    });

    test('is set in type once', async () => {
        await organisation.profile({ iban: 'PL61109010140000071219812874' });
        const { id } = await organisation.issued(facturX);
        await get(id, 'pdf');
        const { typesetter } = service.dependencies;
        const unable = { ...typesetter, pdf: () => Promise.reject(new Error('set in type again')) };

        const file = await eInvoiceFile({ ...service.dependencies, typesetter: unable },
            { organisationId: organisation.id, invoiceId: id });

        expect(file.bytes.includes(marker)).toBe(true);
    });

    test('carries none in its duplicate, and none when it was annulled', async () => {
        await organisation.profile({ iban: 'PL61109010140000071219812874' });
        const { id } = await organisation.issued(facturX);
        const { headers } = await organisation.call('POST', `/invoices/${id}/duplicates`);
        const issued = await get(id, 'pdf');
        await organisation.call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Pomyłka' } });

        const duplicate = await organisation.call('GET', String(headers['location']));

        expect([issued, duplicate.bytes, await get(id, 'pdf')].map((file) => file.includes(marker)))
            .toEqual([true, false, false]);
    });

    test('that was archived without an XML stays, and the e-invoice is made for callers of the API alone', async () => {
        await organisation.profile({ iban: 'PL61109010140000071219812874' });
        const [plain, { id }] = [await organisation.issued(), await organisation.issued(facturX)];
        const archived = await get(plain.id, 'pdf');
        await onDatabase(service.databaseUrl, `INSERT INTO document_file SELECT (jsonb_populate_record(f,
            jsonb_build_object('invoice_id', $2::uuid))).* FROM document_file f WHERE invoice_id = $1`, [plain.id, id]);
        const { path } = await givenLink(organisation, id);

        const ofApi = await get(id, 'e-invoice');
        const ofPage = (await opened(service, `${path}/e-invoice`)).bytes;

        expect([ofApi.includes(marker), ofPage.equals(archived), (await get(id, 'pdf')).equals(archived)])
            .toEqual([true, true, true]);
    });
});
