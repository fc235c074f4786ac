import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { ConfigFaults, readConfig } from './config.ts';

const plain = {
    NODE_ENV: 'development', DATABASE_URL: 'postgresql://user@db/invoices', MAIL_FROM: 'faktury@poczta.example',
    JWT_SECRET: 'k'.repeat(32)
};
const smtpOf = (env: Record<string, string>) => readConfig({ ...plain, ...env }).mail.smtp;

function faultsOf(env: Record<string, string>): readonly string[] {
    try {
        readConfig({ ...plain, ...env });
        return [];
    } catch (error) {
        if (error instanceof ConfigFaults) return error.faults;
        throw error;
    }
}

test('without SMTP_URL no e-mail is sent', () => {
    expect(readConfig(plain).mail).toEqual({ smtp: undefined, bounceSecrets: [] });
});

test('STARTTLS is required, but with smtps:// or where it is told otherwise', () => {
    expect(smtpOf({ SMTP_URL: 'smtp://poczta.example' })).toMatchObject({ port: 587, tls: 'starttls', user: undefined });
    expect(smtpOf({ SMTP_URL: 'smtps://poczta.example' })).toMatchObject({ port: 465, tls: 'implicit' });
    expect(smtpOf({ SMTP_URL: 'smtp://[::1]:25', SMTP_STARTTLS: 'off' }))
        .toMatchObject({ host: '::1', port: 25, tls: 'off' });
});

test('user and password are percent-decoded', () => {
    expect(smtpOf({ SMTP_URL: 'smtp://a%40b.example:p%2Fw@poczta.example' }))
        .toMatchObject({ user: 'a@b.example', password: 'p/w' });
});

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsaKey = (modulusLength: number): string => pemOf(generateKeyPairSync('rsa', { modulusLength }).privateKey);
const signing = {
    SMTP_URL: 'smtp://poczta.example', MAIL_DKIM_DOMAIN: 'poczta.example', MAIL_DKIM_SELECTOR: 'a'
};

test('a key that cannot sign is refused, and one that can is taken', () => {
    const whole = rsaKey(2_048);
    const keys = [
        pemOf(generateKeyPairSync('ed25519').privateKey),
        `${whole.slice(0, 400)}\n-----END PRIVATE KEY-----\n`, rsaKey(768)
    ];

    for (const key of keys) {
        expect(faultsOf({ ...signing, MAIL_DKIM_KEY: key }))
            .toEqual([expect.stringContaining('MAIL_DKIM_KEY must be an RSA private key')]);
    }
    expect(smtpOf({ ...signing, MAIL_DKIM_KEY: whole })?.dkim?.privateKey).toBe(whole);
});

test('a key in a file that cannot be read is one fault', () => {
    expect(faultsOf({ ...signing, MAIL_DKIM_KEY_FILE: '/there/is/none' }))
        .toEqual([expect.stringContaining('MAIL_DKIM_KEY_FILE')]);
});

test('the domain of MAIL_FROM is in ASCII, as Message-IDs and EHLO need it', () => {
    const smtp = smtpOf({ SMTP_URL: 'smtp://poczta.example', MAIL_FROM: 'faktury@zażółć.example' });

    expect(smtp?.from).toMatch(/^faktury@xn--[a-z0-9-]+\.example$/);
});

test.each([
    ['MAIL_FROM is required', { SMTP_URL: 'smtp://poczta.example', MAIL_FROM: '' }],
    ['MAIL_FROM must be an e-mail address', { SMTP_URL: 'smtp://poczta.example', MAIL_FROM: 'Firma <a@b.example>' }],
    ['SMTP_URL must be a full address', { SMTP_URL: 'poczta.example:587' }],
    ['MAIL_DKIM_DOMAIN, MAIL_DKIM_SELECTOR and MAIL_DKIM_KEY', {
        SMTP_URL: 'smtp://poczta.example', MAIL_DKIM_DOMAIN: 'poczta.example'
    }],
    ['MAIL_DKIM_KEY must be an RSA private key', { ...signing, MAIL_DKIM_KEY: 'hunter2' }],
    ['MAIL_BOUNCE_SECRET must have at least 16', { MAIL_BOUNCE_SECRET: 'hunter2' }]
])('%s: a fault that shows no secret', (fault, env) => {
    const faults = faultsOf(env);

    expect(faults).toEqual([expect.stringContaining(fault)]);
    expect(faults.join()).not.toContain('hunter2');
});
