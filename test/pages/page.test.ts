import { beforeEach, describe, expect, test } from '@jest/globals';
import encodeQr from 'qr';
import { transferCode } from '../../app/domain/printing/transfer-code.ts';
import { correct } from '../support/given-corrective.ts';
import { advance, convert, order, payAdvance } from '../support/given-order.ts';
import { agents, givenLink, opened, type GivenLink } from '../support/given-page.ts';
import { issuedFor, pay, paidInFull } from '../support/given-payment.ts';
import { givenClock } from '../support/given-server.ts';
import { completeSeller, givenItem } from '../support/given-service.ts';
import { onDatabase } from '../support/given-lock.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const dayMs = 86_400_000;
const clock = givenClock();
const service = useService({ clock });
const organisation = useOrganisation(service);

/** Text of a page without its tags, style and script. */
function textOf(html: string): string {
    return html.replace(/<(style|script|svg)[^]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ').replaceAll('&#x27;', "'")
        .replace(/[ \t\n]+/g, ' ');
}

async function pageText(invoiceId: string, headers = {}): Promise<string> {
    const { path } = await givenLink(organisation, invoiceId);
    const { status, text } = await opened(service, path, headers);
    expect(status).toBe(200);
    return textOf(text);
}

describe('the page says', () => {
    beforeEach(() => organisation.profile({ iban: 'PL61109010140000071219812874', bankName: 'Bank Przykładowy' }));

    test('what is due and how to pay it, with a code that has the same amount', async () => {
        const invoice = await issuedFor(organisation, '200.00');
        await pay(organisation, invoice.id, '50.50');

        const { path } = await givenLink(organisation, invoice.id);
        const page = (await opened(service, path)).text;
        const text = textOf(page);

        const code = transferCode({
            iban: 'PL61109010140000071219812874', receiver: completeSeller.legalName, nip: completeSeller.nip,
            amountMinor: 14_950n, currency: 'PLN', title: invoice.invoiceNumber
        });
        expect(code).toContain('|014950|');
        expect(page).toContain(encodeQr(code ?? '', 'svg', { ecc: 'medium', border: 2 }));
        expect(text).toContain('Zapłacona w części');
        expect(text).toContain('Do zapłaty teraz 149,50\u00a0PLN');
        expect(text).toContain('Zapłacono 50,50\u00a0PLN');
        expect(text).toContain('PL61 1090 1014 0000 0712 1981 2874');
        expect(text).toContain('Zeskanuj w aplikacji banku');
    });

    test('that it is paid, and asks for nothing any more', async () => {
        const invoice = await issuedFor(organisation, '200.00');
        await paidInFull(organisation, invoice.id);

        const text = await pageText(invoice.id);

        expect(text).toMatch(/Zapłacona .*Całość wpłynęła \d\d\.11\.2026\. Dziękujemy\./);
        expect(text).not.toMatch(/Do zapłaty teraz|Jak zapłacić/);
    });

    test('that it is overdue from the day after the due date', async () => {
        const invoice = await organisation.issued({ paymentTerms: '1' });
        const [link] = [await givenLink(organisation, invoice.id)];

        clock.pass(dayMs);
        const onTheDay = textOf((await opened(service, link.path)).text);
        clock.pass(dayMs);
        const later = textOf((await opened(service, link.path)).text);

        expect([/Po terminie/.test(onTheDay), /Po terminie .*Termin płatności minął/.test(later)])
            .toEqual([false, true]);
    });

    test('which correctives changed it, and the amount after them', async () => {
        const invoice = await organisation.issued();
        const corrective = await correct(
            organisation, invoice.id, { items: [{ itemId: invoice.items[0].id, unitPriceNet: '60.00' }] });

        const [ofInvoice, ofCorrective] = [await pageText(invoice.id), await pageText(corrective.body.id)];

        expect(ofInvoice).toMatch(/Korekty tego dokumentu FK\/2026\/\d\d\/0001 z dnia [\d.]+: −49,20.PLN/);
        expect(ofInvoice).toContain('Do zapłaty teraz 73,80\u00a0PLN');
        expect(ofCorrective).toContain(`Ta korekta zmienia fakturę ${invoice.invoiceNumber} o −49,20\u00a0PLN.`);
        expect(ofCorrective).toContain(`Tytuł przelewu ${invoice.invoiceNumber}`);
    });

    test('its correctives by the same link, with their files, and no other document', async () => {
        const invoice = await organisation.issued();
        const { body: { id } } = await correct(
            organisation, invoice.id, { items: [{ itemId: invoice.items[0].id, unitPriceNet: '60.00' }] });
        const stranger = await organisation.issued();
        const [link, ofCorrective] = [await givenLink(organisation, invoice.id), await givenLink(organisation, id)];
        const of = (documentId: string) => opened(service, `${link.path}/documents/${documentId}`);

        const page = await opened(service, link.path);
        const corrective = await of(id);
        const file = await opened(service, `${link.path}/documents/${id}/invoice.pdf`);
        const others = [await of(stranger.id), await of(invoice.id), await of('x'),
            await opened(service, `${ofCorrective.path}/documents/${invoice.id}`)];
        await organisation.call('DELETE', `/invoices/${invoice.id}/links/${link.id}`);

        expect(page.text).toContain(`<a href="${link.path}/documents/${id}">FK/`);
        expect(corrective.text).toContain(`<a href="${link.path}">Wróć do dokumentu ${invoice.invoiceNumber}</a>`);
        expect(corrective.text).toContain(`href="${link.path}/documents/${id}/invoice.pdf"`);
        expect([corrective.status, file.status, file.text.slice(0, 5)]).toEqual([200, 200, '%PDF-']);
        expect(others.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
        expect((await of(id)).status).toBe(404);
    }, 60_000);

    test('that an annulled document need not be paid', async () => {
        const { id } = await organisation.issued();
        await organisation.call('PATCH', `/invoices/${id}/cancel`, { body: { reason: 'Pomyłka' } });

        const text = await pageText(id);

        expect(text).toMatch(/Nie płać .*Dokument został anulowany/);
        expect(text).not.toMatch(/Do zapłaty teraz|Jak zapłacić/);
    });

    test('of a proforma that it is none, and of one with an invoice that this is to be paid', async () => {
        const { id } = await organisation.issued({ invoiceType: 'proforma' });
        const before = await pageText(id);

        await organisation.call('POST', `/invoices/${id}/convert`);
        const after = await pageText(id);

        expect(before).toMatch(/Pro forma .*To nie jest faktura .*Jak zapłacić/);
        expect(after).toContain('Do tego dokumentu wystawiono fakturę');
        expect(after).not.toContain('Jak zapłacić');
    });

    test('no text of a caller as HTML', async () => {
        const name = '<script>alert("1")</script> & \'Syn\' {{number}}';
        const { id } = await organisation.issued({ customerName: name, items: [givenItem({ description: name })] });
        const { path } = await givenLink(organisation, id);

        const { text } = await opened(service, path);

        expect(text.match(/<script/g)).toHaveLength(1);
        expect(textOf(text)).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; \'Syn\' {{number}}');
    });

    test('the same in the other language, and in that of the document without a wish', async () => {
        const { id } = await organisation.issued({ language: 'en' });
        const { path } = await givenLink(organisation, id);

        const pages = await Promise.all(['', '?lang=pl', '?lang=de', '?lang=pl&lang=en', '?utm_source=mail&lang=pl']
            .map((query) => opened(service, `${path}${query}`, { 'accept-language': 'pl' })));

        expect(pages.map(({ status, text }) => [status, /<html lang="(\w+)"/.exec(text)?.[1]]))
            .toEqual([[200, 'en'], [200, 'pl'], [200, 'en'], [200, 'en'], [200, 'pl']]);
    });
});

describe('an answer', () => {
    let link: GivenLink;
    beforeEach(async () => {
        link = await givenLink(organisation, (await organisation.issued()).id);
    });

    test('is kept nowhere, found nowhere, and lets in nothing', async () => {
        const { headers } = await opened(service, link.path);

        expect(headers).toMatchObject({
            'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer',
            'x-robots-tag': expect.stringMatching(/^noindex/), 'x-content-type-options': 'nosniff'
        });
        expect(headers['content-security-policy']).toMatch(new RegExp("^default-src 'none'; "
            + "style-src 'nonce-([A-Za-z0-9+/]{24})'; script-src 'nonce-\\1'; img-src data:; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'$"));
        expect(headers['set-cookie']).toBeUndefined();
        const again = await opened(service, link.path);
        expect(again.headers['content-security-policy']).not.toBe(headers['content-security-policy']);
    });

    test('is the same for an unknown, an expired and a revoked link, and for what is no token', async () => {
        const { id } = await organisation.issued();
        const [expired, revoked] = [await givenLink(organisation, id, { days: 1 }), await givenLink(organisation, id)];
        await organisation.call('DELETE', `/invoices/${id}/links/${revoked.id}`);
        clock.pass(dayMs);
        const paths = [expired.path, revoked.path, `/i/${'x'.repeat(43)}`, '/i/short', '/i/%00', '/i/..%2Fhealth',
            `/i/${'x'.repeat(43)}/invoice.pdf`];

        const answers = await Promise.all(paths.map((path) => opened(service, path, { 'accept-language': 'pl' })));

        const shown = answers.map(({ status, headers, text }) =>
            [status, Object.keys(headers).sort().join(), text.replaceAll(/nonce="[^"]*"/g, '')]);
        expect(shown).toEqual(paths.map(() => shown[0]));
        expect(shown[0]?.[0]).toBe(404);
        expect(answers[0]?.text).toContain('Nie ma takiej strony');
    });

    test.each([
        [undefined, 'en'], ['pl', 'pl'], ['en-GB,en;q=0.9,pl;q=0.8', 'en'], ['de-DE,de;q=0.9,pl;q=0.8,en;q=0.7', 'pl'],
        ['de', 'en'], [';;q=', 'en']
    ])('without a page is in the language of the browser: %s', async (wanted, language) => {
        const headers = wanted === undefined ? {} : { 'accept-language': wanted };

        const { status, text } = await opened(service, `/i/${'x'.repeat(43)}`, headers);

        expect([status, /<html lang="(\w+)"/.exec(text)?.[1]]).toEqual([404, language]);
    });

    test('has the file that the API gives', async () => {
        const pdf = await service.server.inject({ url: `${link.path}/invoice.pdf`, headers: { 'user-agent': 'x' } });

        expect([pdf.statusCode, pdf.headers['content-type'], pdf.rawPayload.subarray(0, 5).toString()])
            .toEqual([200, 'application/pdf', '%PDF-']);
        expect(pdf.headers).toMatchObject({
            'cache-control': 'private, no-store', 'x-robots-tag': expect.stringMatching(/^noindex/),
            'content-disposition': expect.stringMatching(/^inline; filename\*=UTF-8''FV-2026-\d\d-0001\.pdf$/)
        });
    }, 60_000);

    test('to another method than GET and HEAD is 405', async () => {
        const { status, headers } = await opened(service, link.path, {}, { method: 'POST' });

        expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
    });

    test('leaves no token in logs and metrics', async () => {
        await opened(service, link.path);
        await opened(service, `${link.path}/nothing`);
        await opened(service, `/i/${link.token}x`);

        const metrics = await service.dependencies.metrics.registry.metrics();

        expect(JSON.stringify(service.lines)).not.toContain(link.token);
        expect(metrics).not.toContain(link.token);
        expect(metrics).toContain('route="/i/{token}",status="200"');
        expect(service.lines.at(-1)).toMatchObject({ route: '/i/{token}', status: 404 });
    });
});

describe('a view', () => {
    type Viewed = { readonly device: string; readonly linkId: string; readonly viewedAt: string };
    let invoiceId: string;
    let link: GivenLink;
    beforeEach(async () => {
        invoiceId = (await organisation.issued()).id;
        link = await givenLink(organisation, invoiceId);
    });
    const viewedEvents = async (): Promise<readonly Viewed[]> => {
        const { body } = await organisation.call('GET', '/events?after=0&types=invoice.viewed&limit=100');
        return body.data.map(({ data }: { readonly data: Viewed }) => data);
    };
    const views = async () => (await organisation.call('GET', `/invoices/${invoiceId}/links`)).body.page;

    test('is told once a day and kind of device, whatever the number of links and looks', async () => {
        const other = await givenLink(organisation, invoiceId);
        const first = clock.now().toISOString();
        await opened(service, link.path);
        await opened(service, other.path);
        await opened(service, link.path, { 'user-agent': agents.phone });
        clock.pass(dayMs);
        await opened(service, link.path);
        await opened(service, link.path);

        expect(await viewedEvents()).toEqual([
            { invoiceId, invoiceNumber: expect.any(String), linkId: link.id, device: 'desktop', viewedAt: first },
            expect.objectContaining({ device: 'phone' }),
            expect.objectContaining({ device: 'desktop', viewedAt: clock.now().toISOString() })
        ]);
        expect(await views()).toEqual({ firstViewedAt: first, lastViewedAt: clock.now().toISOString(), views: 3 });
    });

    test('of many at once is one', async () => {
        const answers = await Promise.all(Array.from({ length: 8 }, () => opened(service, link.path)));

        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
        expect(await viewedEvents()).toHaveLength(1);
    });

    test('is none of a program, a preview, a HEAD, a page fetched in advance, a file or a wrong link', async () => {
        await opened(service, link.path, { 'user-agent': 'WhatsApp/2.25.1' });
        await opened(service, link.path, { 'user-agent': 'curl/8.14.1' });
        await opened(service, link.path, { 'sec-purpose': 'prefetch' });
        await opened(service, link.path, {}, { method: 'HEAD' });
        await opened(service, `/i/${'x'.repeat(43)}`);

        expect(await viewedEvents()).toEqual([]);
        expect(await views()).toEqual({ firstViewedAt: null, lastViewedAt: null, views: 0 });
    });

    test('keeps no address and no agent', async () => {
        await opened(service, link.path, {}, { remoteAddress: '203.0.113.77' });

        const rows = await onDatabase<{ row: string }>(service.databaseUrl,
            'SELECT to_jsonb(v)::text AS row FROM page_view v WHERE invoice_id = $1', [invoiceId]);
        const everything = JSON.stringify([rows, await viewedEvents(), service.lines]);

        expect(rows).toHaveLength(1);
        expect([everything.includes('203.0.113.77'), everything.includes('Windows')]).toEqual([false, false]);
    });

    test('leaves the document as it is: no new version, and no entry in its history', async () => {
        const before = await organisation.call('GET', `/invoices/${invoiceId}`);

        await opened(service, link.path);

        const after = await organisation.call('GET', `/invoices/${invoiceId}`);
        expect([after.text, after.headers['etag']]).toEqual([before.text, before.headers['etag']]);
    });
});

test('an advance invoice says that the money came, and which invoice deducts it', async () => {
    const proforma = await order(organisation);
    const today = clock.now().toISOString().slice(0, 10);
    const paymentId = await payAdvance(organisation, proforma.id, '500.00', today);
    const { body: made } = await advance(organisation, proforma.id, { paymentId });
    const before = await pageText(made.id);

    const final = await organisation.issue((await convert(organisation, proforma.id)).body.id);
    const after = await pageText(made.id);

    expect(before).toContain('Zaliczka otrzymana');
    expect(before).not.toContain('Jak zapłacić');
    expect(after).toContain(`Zaliczkę rozlicza faktura ${final.body.invoiceNumber}`);
    const { path } = await givenLink(organisation, made.id);
    expect((await opened(service, `${path}/documents/${final.body.id}`)).status).toBe(200);
    expect(await pageText(final.body.id)).toContain('Rozliczone faktury zaliczkowe');
});
