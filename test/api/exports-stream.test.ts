import { once } from 'node:events';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { givenProcess } from '../support/given-process.ts';
import { givenClock } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { heldDownload, type HeldDownload } from '../support/held-download.ts';
import { readCsv } from '../support/read-csv.ts';
import { documentRow, organisationRow, storeDocuments } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const documents = 5_000;
/** Documents of the organisations. Their notes are more than the buffers of a connection hold: 16 MB or more. */
const organisations = { one: documents, two: 2_000, three: 2_000, four: 1 };

let port: number;
const tokens = new Map<string, string>();

const documentOf = (organisation: string, gross: number) => documentRow(organisation, {
    notes: 'x'.repeat(organisation === 'one' ? 4_000 : 8_000), total_net: `${gross}`, total_gross: `${gross}`
});

beforeAll(async () => {
    for (const [name, count] of Object.entries(organisations)) {
        tokens.set(name, await givenToken({ org: name, exp: 4_000_000_000 }));
        await storeDocuments(service.databaseUrl, {
            organisation: [organisationRow(name)],
            invoice: Array.from({ length: count }, (_, place) => documentOf(name, place))
        });
    }
    await service.server.start();
    port = Number(service.server.info.port);
}, 120_000);

const download = (organisation = 'one', query = '?sortBy=totalGross'): Promise<HeldDownload> =>
    heldDownload(port, `/exports/invoices.csv${query}`, tokens.get(organisation) ?? '');

/** Backends that hold a transaction of an export, by what they do. */
async function exporting(): Promise<readonly { readonly pid: number; readonly state: string }[]> {
    return onDatabase(service.databaseUrl, `SELECT pid, state FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'invoices-service' AND xact_start IS NOT NULL`);
}

const nothingUnderWay = () => eventually(
    'the end of the transaction', exporting, { until: (backends) => backends.length === 0, within: 5_000 });

/** Waits until an export has filled all buffers and waits for its reader. */
async function waitsForReader(): Promise<number> {
    const [backend] = await eventually('an export that waits for its reader', exporting, {
        until: ([first, ...others]) => first?.state === 'idle in transaction' && others.length === 0
    });
    return backend?.pid ?? 0;
}

const lineOf = (message: string) => service.lines.findLast((line) => line['message'] === message);

test('5 000 documents come whole, each once and in order', async () => {
    const { text, isWhole } = await (await download()).rest();

    const rows = readCsv(text);
    expect(isWhole).toBe(true);
    expect(rows.map(({ totalGross }) => totalGross)).toEqual(
        Array.from({ length: documents }, (_, place) => `${place}.00`));
    expect(new Set(rows.map(({ id }) => id)).size).toBe(documents);
    await nothingUnderWay();
}, 30_000);

test('a slow reader gets all rows as they were when it began, and none is read ahead of it', async () => {
    const held = await download();
    await waitsForReader();
    await onDatabase(service.databaseUrl, `UPDATE invoice SET status = 'sent', sent_at = now(), version = version + 1
        WHERE organisation_id = 'one' AND total_gross > 4000`);
    await storeDocuments(service.databaseUrl, { invoice: [documentOf('one', 9_999)] });

    const { text, isWhole } = await held.rest();

    const rows = readCsv(text);
    expect([isWhole, rows.length]).toEqual([true, documents]);
    expect(rows.filter(({ status }) => status === 'sent')).toEqual([]);
    const now = readCsv((await (await download()).rest()).text);
    expect(now.filter(({ status }) => status === 'sent')).toHaveLength(999);
    expect(now).toHaveLength(documents + 1);
}, 30_000);

test('a caller that hangs up ends the query, and has no error', async () => {
    const held = await download('two');
    await waitsForReader();

    held.hangUp();
    await nothingUnderWay();
    await eventually('the line of the call', () => lineOf('Request answered')?.['status'] === 499);

    expect(lineOf('An export was broken off')).toBeUndefined();
    expect((await download('two', '?number=none')).status).toBe(200);
});

test('a caller that hangs up before the first row ends the query, and has no error', async () => {
    const lock = await givenLock(service.databaseUrl, 'LOCK TABLE invoice IN ACCESS EXCLUSIVE MODE');
    const before = service.lines.length;
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(`GET /exports/items.csv HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${tokens.get('two')}\r\n\r\n`);
    await lock.held(1);

    socket.destroy();

    await nothingUnderWay();
    await eventually('the line of the call', () => lineOf('Request answered')?.['status'] === 499);
    await lock.release();
    expect(service.lines.slice(before).filter(({ level }) => Number(level) > 30)).toEqual([]);
});

test('a connection that is lost amid a file is no clean end for HTTP/1.0, which has no chunks', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /exports/invoices.csv HTTP/1.0\r\nHost: a\r\nAuthorization: Bearer ${tokens.get('two')}\r\n\r\n`);
    const pid = await waitsForReader();

    await onDatabase(service.databaseUrl, 'SELECT pg_terminate_backend($1)', [pid]);
    const [error] = await once(socket.resume(), 'error');

    expect(error).toMatchObject({ code: 'ECONNRESET' });
});

test('a connection of the database that is lost amid a file breaks the download off', async () => {
    const held = await download('two');
    const pid = await waitsForReader();

    await onDatabase(service.databaseUrl, 'SELECT pg_terminate_backend($1)', [pid]);
    const { text, isWhole } = await held.rest();
    await eventually('the line of the call', () => lineOf('Request answered')?.['status'] === 500);

    expect([held.status, isWhole]).toEqual([200, false]);
    expect(text.split('\r\n').length).toBeLessThan(organisations.two);
    expect(lineOf('An export was broken off')).toMatchObject({ level: 50, export: 'invoices' });
    const again = await (await download('two')).rest();
    expect(again.isWhole).toBe(true);
}, 30_000);

test('a database that does not answer is 503 before the first row, in bounded time', async () => {
    const lock = await givenLock(service.databaseUrl, 'LOCK TABLE invoice IN ACCESS EXCLUSIVE MODE');
    const begun = performance.now();

    const held = await download('one');
    const { text, isWhole } = await held.rest();
    await lock.release();

    expect([held.status, isWhole, JSON.parse(text).code]).toEqual([503, true, 'DATABASE_UNAVAILABLE']);
    expect(performance.now() - begun).toBeLessThan(9_000);
    await nothingUnderWay();
}, 20_000);

describe('limits', () => {
    test('an organisation has one export at once in a process; another waits for it', async () => {
        const held = await download();
        const waiting = download('one', '?number=none');
        held.hangUp();
        expect((await waiting).status).toBe(200);

        const again = await download();
        const refused = await download('one', '?number=none');
        again.hangUp();

        expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1']);
        expect(JSON.parse((await refused.rest()).text).code).toBe('TOO_MANY_REQUESTS_AT_ONCE');
        await nothingUnderWay();
    }, 30_000);

    test('exports have a share of the connections; what comes beyond is told so at once', async () => {
        const held = await Promise.all(['one', 'two', 'three'].map((organisation) => download(organisation)));

        const refused = await download('four');
        const other = await service.call('GET', '/invoices', { token: tokens.get('four') ?? '' });
        held.forEach(({ hangUp }) => hangUp());

        expect([refused.status, refused.headers['retry-after'], JSON.parse((await refused.rest()).text).code])
            .toEqual([503, '10', 'EXPORTS_BUSY']);
        expect(other.status).toBe(200);
        await nothingUnderWay();
        expect((await download('four', '?number=none')).status).toBe(200);
    }, 30_000);
});

test('a service that stops breaks off a file that is not read, and ends', async () => {
    const stopping = givenProcess({ DATABASE_URL: service.databaseUrl, SHUTDOWN_TIMEOUT_MS: '1000' });
    const { port: own } = await stopping.listening();
    const held = await heldDownload(own, '/exports/invoices.csv', tokens.get('three') ?? '');
    await waitsForReader();

    stopping.kill('SIGTERM');
    const code = await stopping.ended;
    const { isWhole } = await held.rest();

    expect([held.status, isWhole, code]).toEqual([200, false, 0]);
    await nothingUnderWay();
}, 30_000);
