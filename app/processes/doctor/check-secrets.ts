import pg from 'pg';
import type { Config } from '../../platform/config/config.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { schemaNaming } from '../../platform/database/schema-name.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { isSealed, openSecrets, type Secrets } from '../../platform/secrets/secrets.ts';
import {
    beforeAll, storedSecretsAfter, type StoredSecrets
} from '../../features/webhooks/stored-secrets.repository.ts';
import { openedSecret, placeOfSecret } from '../../features/webhooks/webhook-secret.ts';
import { answerLimitMs } from './examine.ts';
import { failed, ok, warn, type Outcome } from './finding.ts';

const maxInBatch = 1_000;

/** Counts of stored secrets. A webhook whose previous secret still signs has two. */
type Counts = { readonly all: number; readonly unreadable: number; readonly older: number; readonly plain: number };

/** Opens every stored secret with the keys of SECRETS_KEY. Nothing is shown of a secret or of a key. */
export async function checkSecrets(
    { database: settings, secrets: { keys }, auth }: Pick<Config, 'database' | 'secrets' | 'auth'>
): Promise<Outcome> {
    const secrets = openSecrets(keys, { unreadable: () => undefined });
    let client: pg.Client | undefined;
    try {
        // The address may be one that the driver can't read.
        client = clientFor(settings);
        await client.connect();
        return judge(await count(databaseOn(client, settings), secrets), keys.length, auth.jwtSecrets.length);
    } catch {
        return warn('stored secrets were not checked: see the finding on the database');
    } finally {
        await client?.end().catch(() => undefined);
    }
}

/** A client, and no pool: a pool leaves the connection open that the server refused. */
function clientFor({ url }: Config['database']): pg.Client {
    const client = new pg.Client({
        connectionString: url, connectionTimeoutMillis: answerLimitMs, query_timeout: answerLimitMs,
        application_name: 'invoices-service doctor'
    });
    // A connection that breaks shows with the statement that waits on it.
    client.on('error', () => undefined);
    return client;
}

function databaseOn(client: pg.Client, { schema }: Config['database']): Pick<Database, 'query'> {
    const named = schemaNaming(schema);
    return {
        query: async <Row extends pg.QueryResultRow>({ text }: Statement, values: readonly unknown[]) =>
            (await client.query<Row>({ text: named(text), values: [...values] })).rows
    };
}

async function count(database: Pick<Database, 'query'>, secrets: Secrets): Promise<Counts> {
    const counts = { all: 0, unreadable: 0, older: 0, plain: 0 };
    let after = beforeAll;
    for (let inBatch = maxInBatch; inBatch === maxInBatch;) {
        const batch = await storedSecretsAfter(database, after, maxInBatch);
        for (const stored of batch) {
            for (const secret of secretsOf(stored)) {
                counts.all += 1;
                counts.unreadable += isReadable(secrets, secret, stored) ? 0 : 1;
                counts.older += isSealed(secret) && !secrets.isUnderNewest(secret) ? 1 : 0;
            }
            counts.plain += stored.secret === '' ? 0 : 1;
        }
        inBatch = batch.length;
        after = batch.at(-1)?.id ?? after;
    }
    return counts;
}

function secretsOf(
    { secret, previousSecret, sealedSecret, sealedPreviousSecret }: StoredSecrets
): readonly string[] {
    return [sealedSecret ?? secret, sealedPreviousSecret ?? previousSecret]
        .filter((text) => text !== null && text !== '').map(String);
}

function isReadable(secrets: Secrets, stored: string, webhook: StoredSecrets): boolean {
    try {
        openedSecret(secrets, stored, placeOfSecret(webhook));
        return true;
    } catch (error) {
        if (error instanceof DomainError) return false;
        throw error;
    }
}

function judge({ all, unreadable, older, plain }: Counts, keys: number, jwtSecrets: number): Outcome {
    const held = `SECRETS_KEY has ${keys} ${keys === 1 ? 'key' : 'keys'}, JWT_SECRET ${jwtSecrets} `
        + `${jwtSecrets === 1 ? 'secret' : 'secrets'}`;
    if (unreadable > 0) {
        return failed(`${unreadable} of ${all} stored secrets cannot be opened: give back the key to SECRETS_KEY, or `
            + `rotate the secrets of these webhooks; ${held}`);
    }
    const left = [
        ...(older > 0 ? [`${older} under an older key, which must stay until the worker has sealed them anew`] : []),
        ...(plain > 0 ? [`${plain} also in plain until SECRETS_PLAIN_KEEP_HOURS are over`] : [])
    ];
    const text = `${all} stored ${all === 1 ? 'secret opens' : 'secrets open'}; ${held}`;
    return left.length === 0 ? ok(text) : warn([text, ...left].join('; '));
}
