import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { systemCodeOf } from '../../foundation/errors/system-code.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/** Maximum size, far more than any secret has; a larger file is not the one that was meant. */
const maxBytes = 64 * 1_024;

/**
 * The settings that may be read from a file, each with a text that breaks no rule. The text stands in for a secret that
 * could not be read, so that the only fault reported is the file's, and none that follows from it.
 */
const standIns = {
    DATABASE_URL: 'postgresql://unread/unread',
    DB_PASSWORD: 'unread',
    REDIS_URL: 'redis://unread',
    JWT_SECRET: 'unread'.repeat(8),
    SECRETS_KEY: 'ab'.repeat(32),
    SMTP_URL: 'smtp://unread',
    /** Made when it is needed. */
    get MAIL_DKIM_KEY(): string {
        return generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey
            .export({ type: 'pkcs8', format: 'pem' }).toString();
    },
    MAIL_BOUNCE_SECRET: 'unread'.repeat(8)
} as const;

/** A setting that is a secret: `X_FILE` names the file that holds `X`, as Docker and Kubernetes mount secrets. */
export type SecretName = keyof typeof standIns;

/** The database's secrets: all that `migrate` reads. */
export const databaseSecrets: readonly SecretName[] = ['DATABASE_URL', 'DB_PASSWORD'];

/** Every secret. */
export const secrets: readonly SecretName[] = [
    ...databaseSecrets, 'REDIS_URL', 'JWT_SECRET', 'SECRETS_KEY', 'SMTP_URL', 'MAIL_DKIM_KEY', 'MAIL_BOUNCE_SECRET'
];

/**
 * Settings with each secret that has a file read from it, and the faults met on the way. A fault names the setting and
 * the reason, never the content of the file.
 */
export function withSecretFiles(
    given: Settings, names: readonly SecretName[]
): { readonly settings: Settings; readonly faults: string[] } {
    const faults: string[] = [];
    const read: Record<string, string> = {};
    for (const name of names) {
        const file = given[`${name}_FILE`];
        if (file === undefined) {
            continue;
        }
        if (given[name] !== undefined) {
            faults.push(`${name} and ${name}_FILE must not both be set`);
            continue;
        }
        const secret = readSecret(file);
        read[name] = 'text' in secret ? secret.text : standIns[name];
        if ('fault' in secret) {
            faults.push(`${name}_FILE ${secret.fault}`);
        }
    }
    return { settings: { ...given, ...read }, faults };
}

function readSecret(file: string): { readonly text: string } | { readonly fault: string } {
    try {
        const found = statSync(file);
        // Checked first: opening a pipe would wait for a writer.
        if (!found.isFile()) {
            return { fault: 'must name a file' };
        }
        if (found.size > maxBytes) {
            return { fault: `must name a file of at most ${maxBytes / 1_024} kB` };
        }
        // Editors and `echo` end a file with a newline that is no part of the secret.
        const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file)).replace(/\r?\n$/, '');
        return text.trim() === '' ? { fault: 'names a file that is empty' } : { text };
    } catch (error) {
        const code = systemCodeOf(error);
        return { fault: code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
            ? 'names a file that is not UTF-8 text' : `cannot be read (${code ?? 'unknown'})` };
    }
}
