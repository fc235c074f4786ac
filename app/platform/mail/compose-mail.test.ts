import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { composeMail } from './compose-mail.ts';
import type { OutgoingMail } from './outgoing-mail.ts';

const mail: OutgoingMail = {
    messageId: '<a@poczta.example>', fromName: 'Firma', to: 'biuro@klient.example', replyTo: undefined,
    subject: 'Faktura', text: 'Dzień dobry', html: '<p>Dzień dobry</p>', date: new Date('2026-11-23T10:15:00.000Z'),
    attachments: [], headers: {}
};
const composed = (changes: Partial<OutgoingMail>) =>
    composeMail({ from: 'faktury@poczta.example', dkim: undefined }, { ...mail, ...changes });

test('the domain of an envelope is in ASCII', async () => {
    expect((await composed({ to: 'biuro@zażółć.example' })).to).toMatch(/^biuro@xn--[a-z0-9-]+\.example$/);
});

test.each([
    ['subject', { subject: 'Faktura\r\nBcc: x@y.example' }], ['sender', { fromName: 'Firma\r\nBcc: x@y.example' }],
    ['file name', { attachments: [{
        fileName: 'a.pdf"\r\nBcc: x@y.example', mediaType: 'application/pdf', content: Buffer.from('%PDF-')
    }] }]
])('a line break in the %s begins no header', async (_case, changes) => {
    const text = (await composed(changes)).bytes.toString('utf8');

    expect(text).not.toMatch(/^Bcc:/mi);
    expect(text).toMatch(/^Subject: Faktura/m);
});

test('an e-mail that cannot be signed as it is set is not made without a signature', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const dkim = { domain: 'poczta.example', selector: 'a', privateKey: pem };

    await expect(composeMail({ from: 'faktury@poczta.example', dkim }, mail)).rejects.toThrow('could not be signed');
});
