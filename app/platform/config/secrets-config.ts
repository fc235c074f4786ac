import { secretsIn } from './auth-config.ts';
import type { Environment } from './environment.ts';
import { sampleSecretsKey } from './sample-secret.ts';

/** Settings by which secrets are stored. */
export type SecretsConfig = {
    /** Keys in hex, 256 bits each, the newest first: it seals, and each of them opens. */
    readonly keys: readonly string[];
    /** Hours in which the build before this one still finds the secrets that it stored in plain. */
    readonly plainKeepHours: number;
};

/** Size of a key of AES-256. */
const keyBytes = 32;

/** Limit on the keys of a rotation: a new one may be added before everything is sealed under the one before. */
const maxKeys = 4;

/** Reads the settings of stored secrets, and adds their faults to `faults`. No fault shows a key. */
export function secretsConfig(env: Environment, faults: string[]): SecretsConfig {
    const production = env.NODE_ENV === 'production';
    if (env.SECRETS_KEY === undefined && production) {
        faults.push(`SECRETS_KEY is required in production: ${keyBytes} random bytes in base64 or hex`);
    }
    const lines = secretsIn(env.SECRETS_KEY ?? (production ? '' : sampleSecretsKey)).map((line) => line.trim());
    const keys = lines.flatMap((line) => keyOf(line) ?? []);
    const named = lines.length > 1 ? 'SECRETS_KEY: each line' : 'SECRETS_KEY';
    if (keys.length < lines.length) {
        faults.push(`${named} must be ${keyBytes} bytes in base64 or hex`);
    }
    if (lines.length > maxKeys) {
        faults.push(`SECRETS_KEY must have at most ${maxKeys} lines: the new key and the old ones`);
    }
    if (new Set(keys).size < keys.length) {
        faults.push('SECRETS_KEY must not have one key twice');
    }
    if (production && keys.includes(keyOf(sampleSecretsKey) ?? '')) {
        faults.push('SECRETS_KEY must not be the sample key in production');
    }
    return { keys, plainKeepHours: env.SECRETS_PLAIN_KEEP_HOURS };
}

/** The key in hex; undefined for a text that is no key. */
function keyOf(text: string): string | undefined {
    if (/^[0-9a-f]{64}$/i.test(text)) {
        return text.toLowerCase();
    }
    // Node.js reads both alphabets of base64.
    return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : undefined;
}
