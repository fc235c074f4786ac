import { expect, test } from '@jest/globals';
import { startMailbox } from '../../app/dev/mailbox/mailbox.ts';
import { openMailer } from '../../app/platform/mail/mailer.ts';
import { eventually } from '../support/eventually.ts';
import { smtpOf } from '../support/use-mail.ts';
import { useClosing } from '../support/use-closing.ts';

const closing = useClosing();

test('the mailbox of development shows what was sent, with attachments, and runs nothing of it', async () => {
    const mailbox = closing(await startMailbox({ smtpPort: 0, webPort: 0 }));
    const mailer = openMailer(smtpOf(Number(new URL(mailbox.smtpUrl).port)));
    const mail = await mailer.compose({
        messageId: '<a@poczta.example>', fromName: 'Firma <b>', to: 'a@klient.example', replyTo: undefined,
        subject: 'Faktura <script>', text: 'Dzień dobry', html: '<p>Dzień dobry</p>', date: new Date(), headers: {},
        attachments: [{ fileName: 'faktura ę.pdf', mediaType: 'application/pdf', content: Buffer.from('%PDF-1.7') }]
    });

    const outcome = await mailer.send(mail, { signal: new AbortController().signal, handOver: async () => undefined });

    expect(outcome).toMatchObject({ outcome: 'sent' });
    const [kept] = await eventually('an e-mail', () => (mailbox.mails().length > 0 ? mailbox.mails() : undefined));
    const read = async (path: string) => {
        const response = await fetch(new URL(path, mailbox.url.replace('localhost', '127.0.0.1')));
        return { status: response.status, policy: response.headers.get('content-security-policy'),
            type: response.headers.get('content-type'), text: await response.text() };
    };
    const list = await read('/');
    expect(list.text).toContain('Faktura &lt;script&gt;');
    expect(list.policy).toMatch(/default-src 'none'/);
    const page = await read(`/mails/${kept?.id}`);
    expect(page.text).toContain('faktura ę.pdf');
    expect(page.text).toContain('Firma &lt;b&gt;');
    expect(await read(`/mails/${kept?.id}/html`)).toMatchObject({ text: '<p>Dzień dobry</p>\n' });
    expect(await read(`/mails/${kept?.id}/attachments/0`))
        .toMatchObject({ type: 'application/pdf', text: '%PDF-1.7' });
    expect(await read(`/mails/${kept?.id}/attachments/7`)).toMatchObject({ status: 404 });
    expect(await read('/elsewhere')).toMatchObject({ status: 404 });
});
