import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ConfigFaults, readConfig, readDatabaseConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'invoices-service-secrets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const url = 'postgresql://crm:hunter2@db:5432/invoices';
const secret = 'k'.repeat(32);
const plain = { NODE_ENV: 'test', DATABASE_URL: url, JWT_SECRET: secret };

let files = 0;
function givenFile(content: string | Buffer): string {
    files += 1;
    const path = join(folder, String(files));
    writeFileSync(path, content);
    return path;
}

function faultsOf(read: () => unknown): readonly string[] {
    try {
        read();
        return [];
    } catch (error) {
        if (error instanceof ConfigFaults) return error.faults;
        throw error;
    }
}

describe('a secret in a file', () => {
    test('is the setting, for each secret that there is', () => {
        const config = readConfig({
            NODE_ENV: 'test', DATABASE_URL_FILE: givenFile(url), REDIS_URL_FILE: givenFile('redis://:hunter2@redis'),
            JWT_SECRET_FILE: givenFile(secret)
        });

        expect([config.database.url, config.redisUrl, config.auth.jwtSecrets])
            .toEqual([url, 'redis://:hunter2@redis', [secret]]);
    });

    test('is the password of a database given in parts, for migrate too', () => {
        const env = { DB_HOST: 'db', DB_USERNAME: 'crm', DB_NAME: 'invoices', DB_PASSWORD_FILE: givenFile('p@ss\n') };

        expect(readDatabaseConfig(env).url).toBe('postgresql://crm:p%40ss@db:5432/invoices');
    });

    test('is not read by migrate when it is of no database', () => {
        expect(readDatabaseConfig({ DATABASE_URL: url, JWT_SECRET_FILE: '/nowhere' }).url).toBe(url);
    });

    test.each([
        ['without a newline', secret, secret], ['without its newline', `${secret}\n`, secret],
        ['without its Windows newline', `${secret}\r\n`, secret],
        ['without its empty lines', `${secret}\n\n`, secret], ['with its blanks', ` ${secret} `, ` ${secret} `]
    ])('is taken %s', (_case, content, expected) => {
        const { auth } = readConfig({ NODE_ENV: 'test', DATABASE_URL: url, JWT_SECRET_FILE: givenFile(content) });

        expect(auth.jwtSecrets).toEqual([expected]);
    });

    test('counts when the setting itself is empty', () => {
        expect(readConfig({ ...plain, DATABASE_URL: '', DATABASE_URL_FILE: givenFile(url) }).database.url).toBe(url);
    });

    test('is judged like the setting itself, and its fault repeats nothing of it', () => {
        const faults = faultsOf(() =>
            readConfig({ ...plain, DATABASE_URL: '', DATABASE_URL_FILE: givenFile('mysql://crm:hunter2@db/x') }));

        expect(faults).toEqual([expect.stringMatching(/^DATABASE_URL must be postgresql:/)]);
        expect(faults.join()).not.toContain('mysql');
    });
});

describe('a fault of a file', () => {
    test.each([
        ['is missing', () => join(folder, 'missing'), 'cannot be read (ENOENT)'],
        ['is a folder', () => folder, 'must name a file'],
        ['is a device', () => '/dev/zero', 'must name a file'],
        ['is empty', () => givenFile(''), 'names a file that is empty'],
        ['has only a newline', () => givenFile('\n'), 'names a file that is empty'],
        ['is one byte too large', () => givenFile('hunter2'.padEnd(65_537, 'x')), 'must name a file of at most 64 kB'],
        ['is no text', () => givenFile(Buffer.from([0xff, 0xfe, 0x41])), 'names a file that is not UTF-8 text']
    ])('that %s is named once, and nothing follows from it', (_case, file, fault) => {
        const { JWT_SECRET: _secret, ...rest } = plain;

        expect(faultsOf(() => readConfig({ ...rest, JWT_ALGORITHMS: 'HS256', JWT_SECRET_FILE: file() })))
            .toEqual([`JWT_SECRET_FILE ${fault}`]);
    });

    test('is told together with all others, for migrate its own', () => {
        const env = {
            NODE_ENV: 'test', PORT: 'abc', DATABASE_URL_FILE: '/nowhere', REDIS_URL_FILE: '/nowhere',
            JWT_SECRET_FILE: '/nowhere'
        };

        expect(faultsOf(() => readConfig(env)).map((fault) => fault.split(' ')[0]))
            .toEqual(['DATABASE_URL_FILE', 'REDIS_URL_FILE', 'JWT_SECRET_FILE', 'PORT']);
        expect(faultsOf(() => readDatabaseConfig(env))).toEqual(['DATABASE_URL_FILE cannot be read (ENOENT)']);
    });

    test.each(['DATABASE_URL', 'JWT_SECRET'])('%s given twice is one', (name) => {
        const faults = faultsOf(() => readConfig({ ...plain, [`${name}_FILE`]: givenFile('other') }));

        expect(faults).toEqual([`${name} and ${name}_FILE must not both be set`]);
    });
});
