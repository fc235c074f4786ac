import { beforeEach, describe, expect, test } from '@jest/globals';
import type { GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { mailFrom } from '../support/use-mail.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({
    clock: givenClock(), env: { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: mailFrom }
});
const organisation = useOrganisation(service);
let admin: GivenOrganisation['call'];
beforeEach(async () => {
    admin = await organisation.as({ role: 'admin', sub: 'admin-1' });
});

const store = (texts: unknown, headers: Readonly<Record<string, string>> = {}) =>
    admin('PUT', '/organisation/mail-texts', { body: { texts }, headers });
const preview = async (id: string, body: object = {}) =>
    (await organisation.call('POST', `/invoices/${id}/send/preview`, { body })).body;

describe('the texts of an organisation', () => {
    test('are those of the service until it has its own, place by place', async () => {
        const { id } = await organisation.issued();
        const usual = await preview(id);

        const { status, headers } = await store({ invoice: { pl: { subject: 'Rachunek {number}: {amount}' } } });

        expect([status, headers['etag']]).toEqual([200, expect.stringMatching(/^"1\./)]);
        expect(usual.subject).toBe('Faktura FV/2026/11/0001 – Przykładowe Podłogi sp. z o.o.');
        const own = await preview(id);
        expect(own.subject).toBe('Rachunek FV/2026/11/0001: 123,00\u00a0PLN');
        expect(own.text).toBe(usual.text);
        expect((await admin('GET', '/organisation/mail-texts')).body).toMatchObject({
            version: 1, texts: { invoice: { pl: { subject: 'Rachunek {number}: {amount}' } } },
            usual: expect.arrayContaining([expect.objectContaining({ template: 'reminder_due', language: 'en' })])
        });
    });

    test('are tried before they are stored, also on a draft and as a reminder', async () => {
        const { id } = await organisation.draft({ language: 'en' });

        const shown = await preview(id, {
            template: 'reminder_overdue',
            texts: { reminder_overdue: { en: { opening: 'Dear {customerName},\n\npay.' } } }
        });

        expect(shown).toMatchObject({
            from: `Przykładowe Podłogi sp. z o.o. <${mailFrom}>`, to: null,
            subject: 'Payment overdue: Invoice draft', attachments: [`draft-${id.slice(-12)}.pdf`]
        });
        expect(shown.text).toMatch(/^Dear Anna Przykładowa,\n\npay\./);
        expect(shown.html).toContain('Dear Anna Przykładowa,');
        expect((await admin('GET', '/organisation/mail-texts')).body).toMatchObject({ version: 0, texts: {} });
    });

    test.each([
        ['texts.invoice.pl.subject', { invoice: { pl: { subject: 'Faktura {nr}' } } }, '{nr}'],
        ['texts.invoice.en.opening', { invoice: { en: { opening: 'Hello {{number}}{name}' } } }, '{name}'],
        ['texts.invoice.pl.subject', { invoice: { pl: { subject: 'Faktura\r\nBcc: a@b.example' } } }, 'single line'],
        ['texts.offer', { offer: {} }, 'texts.offer'],
        ['texts.invoice.de', { invoice: { de: {} } }, 'texts.invoice.de']
    ])('with a fault in %s are refused by name', async (path, texts, word) => {
        const { status, body } = await store(texts);

        expect([status, body.errors[0].path]).toEqual([400, path]);
        expect(body.message).toContain(word);
    });

    test('change on the state that was seen alone', async () => {
        await store({});

        expect((await store({}, { 'if-match': '"0"' })).status).toBe(412);
        expect((await store({}, { 'if-match': '"1"' })).body.version).toBe(2);
    });

    test('show a customer no markup of another', async () => {
        const { id } = await organisation.issued({ customerName: '<img src=x onerror=alert(1)>' });

        const { html } = await preview(id, { emailMessage: '{customerName} <script>alert(1)</script>' });

        expect(html).not.toMatch(/<img|<script/);
        expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    });
});
