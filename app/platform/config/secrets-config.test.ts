import { expect, test } from '@jest/globals';
import { ConfigFaults, readConfig } from './config.ts';
import { sampleSecretsKey } from './sample-secret.ts';

const hex = '1f'.repeat(32);
const base64 = Buffer.from(hex, 'hex').toString('base64');
const base64url = Buffer.from('fb'.repeat(32), 'hex').toString('base64url');
const other = '2e'.repeat(32);
const production = {
    NODE_ENV: 'production', DATABASE_URL: 'postgresql://user@db/invoices', JWT_SECRET: 'k'.repeat(32),
    CONTACTS_SERVICE_URL: 'http://contacts:3005', PRODUCTS_SERVICE_URL: 'http://products:3004',
    SERVICES_SERVICE_URL: 'http://services:3007'
};

function faultsOf(env: Record<string, string>): readonly string[] {
    try {
        readConfig(env);
        return [];
    } catch (error) {
        if (error instanceof ConfigFaults) return error.faults;
        throw error;
    }
}

test.each([
    ['hex', hex, [hex]], ['hex in capitals', hex.toUpperCase(), [hex]], ['base64', base64, [hex]],
    ['base64url', base64url, ['fb'.repeat(32)]],
    ['a new and an old one', `${base64}\r\n${other}\n`, [hex, other]]
])('a key in %s is read', (_case, SECRETS_KEY, keys) => {
    expect(readConfig({ ...production, SECRETS_KEY }).secrets).toEqual({ keys, plainKeepHours: 24 });
});

test.each([
    ['31 bytes', '1f'.repeat(31), ['SECRETS_KEY must be 32 bytes in base64 or hex']],
    ['33 bytes', Buffer.alloc(33, 7).toString('base64'), ['SECRETS_KEY must be 32 bytes in base64 or hex']],
    ['words', 'hunter2', ['SECRETS_KEY must be 32 bytes in base64 or hex']],
    ['a wrong second line', `${hex}\nhunter2`, ['SECRETS_KEY: each line must be 32 bytes in base64 or hex']],
    ['one twice', `${hex}\n${base64}`, ['SECRETS_KEY must not have one key twice']],
    ['five', [1, 2, 3, 4, 5].map((digit) => String(digit).repeat(64)).join('\n'),
        ['SECRETS_KEY must have at most 4 lines: the new key and the old ones']],
    ['the sample', sampleSecretsKey, ['SECRETS_KEY must not be the sample key in production']],
    ['the sample as the old one', `${hex}\n${sampleSecretsKey}`,
        ['SECRETS_KEY must not be the sample key in production']]
])('a key of %s is a fault in production, which does not show it', (_case, SECRETS_KEY, expected) => {
    expect(faultsOf({ ...production, SECRETS_KEY })).toEqual(expected);
});

test('production without a key is told so together with the other faults', () => {
    const { JWT_SECRET: _, ...without } = production;

    expect(faultsOf(without)).toEqual([
        'JWT_SECRET or JWT_JWKS_URL is required',
        'SECRETS_KEY is required in production: 32 random bytes in base64 or hex'
    ]);
});

test('development has the sample key, and takes another', () => {
    const development = { ...production, NODE_ENV: 'development' };
    const sample = Buffer.from(sampleSecretsKey, 'base64').toString('hex');

    expect(readConfig(development).secrets.keys).toEqual([sample]);
    expect(readConfig({ ...development, SECRETS_KEY: hex }).secrets.keys).toEqual([hex]);
});

test.each([
    ['SECRETS_PLAIN_KEEP_HOURS', '721'], ['DELETED_DRAFTS_KEEP_DAYS', '0'], ['IBAN_CHANGE_NEEDS', 'third_admin']
])('%s=%s is a fault', (name, value) => {
    expect(faultsOf({ ...production, SECRETS_KEY: hex, [name]: value })).toEqual([expect.stringContaining(name)]);
});
