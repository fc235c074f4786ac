#!/usr/local/bin/node
/**
 * Process entry of the image's `pg_isready`: asks a PostgreSQL server whether it takes connections, with the options,
 * words and exit codes of PostgreSQL's own program, which the image does not have. Like that one it needs no password:
 * a server that asks for one, or refuses the user, is there.
 * @see https://www.postgresql.org/docs/current/app-pg-isready.html
 */
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';

/** Answers of a server by the exit codes of `pg_isready`. */
const words = ['accepting connections', 'rejecting connections', 'no response', 'no attempt'] as const;
const [accepting, rejecting, noResponse, noAttempt] = [0, 1, 2, 3] as const;

/** Version 3.0 of PostgreSQL's protocol, which every server since 7.4 speaks. */
const protocolVersion = 196_608;
/** SQLSTATE `cannot_connect_now`: the server starts, stops or recovers. */
const cannotConnectNow = '57P03';
const usualTimeoutSeconds = '3';
const maxAnswerBytes = 30_000;

const usage = `pg_isready asks whether a PostgreSQL server takes connections.

  -h, --host=HOSTNAME      host, or folder of its socket (PGHOST, else DB_HOST, else localhost)
  -p, --port=PORT          port (PGPORT, else DB_PORT, else 5432)
  -d, --dbname=DBNAME      database, or postgresql://…
  -U, --username=USERNAME  user
  -t, --timeout=SECS       seconds to wait, 0 for no limit (default: ${usualTimeoutSeconds})
  -q, --quiet              print nothing
  -?, --help               show this

Exit codes: 0 accepting connections, 1 rejecting (it starts or stops), 2 no response, 3 no attempt (wrong options).
`;

const options = {
    host: { type: 'string', short: 'h' }, port: { type: 'string', short: 'p' },
    dbname: { type: 'string', short: 'd' }, username: { type: 'string', short: 'U' },
    timeout: { type: 'string', short: 't' }, quiet: { type: 'boolean', short: 'q' }, help: { type: 'boolean' }
} as const;

type Asked = {
    readonly host: string; readonly port: number; readonly database: string; readonly user: string;
    /** Milliseconds; 0 is no limit. */
    readonly timeoutMs: number;
    readonly quiet: boolean;
};

await run();

async function run(): Promise<void> {
    try {
        const asked = readOptions(process.argv.slice(2));
        if (asked === undefined) return void process.stdout.write(usage);
        const code = isPossible(asked) ? await ask(asked) : noAttempt;
        if (!asked.quiet) process.stdout.write(`${placeOf(asked)} - ${words[code]}\n`);
        process.exitCode = code;
    } catch (error) {
        process.stderr.write(`pg_isready: error: ${error instanceof Error ? error.message : String(error)}\n`
            + 'pg_isready: hint: Try "pg_isready --help" for more information.\n');
        process.exitCode = noAttempt;
    }
}

/** Reads options and environment. @returns undefined when help was asked for @throws Error for unknown options */
function readOptions(args: readonly string[]): Asked | undefined {
    // parseArgs takes letters only as short names.
    if (args.includes('-?')) return undefined;
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return undefined;
    // A connection string wins over the other options, as in PostgreSQL's own.
    const given = { ...values, ...partsOf(values.dbname) };
    const user = first(given.username, process.env['PGUSER'], process.env['DB_USERNAME'], 'postgres');
    return {
        host: first(given.host, process.env['PGHOST'], process.env['DB_HOST'], 'localhost'),
        port: Number(first(given.port, process.env['PGPORT'], process.env['DB_PORT'], '5432')),
        database: first(given.dbname, process.env['PGDATABASE'], user),
        user,
        timeoutMs: Number(first(values.timeout, usualTimeoutSeconds)) * 1_000,
        quiet: values.quiet === true
    };
}

/** First text that is given and not empty. */
function first(...texts: readonly (string | undefined)[]): string {
    return texts.find((text) => text !== undefined && text !== '') ?? '';
}

/** Parts that a database's name holds when it is a connection string. @throws Error when it can't be read */
function partsOf(name = ''): { host?: string; port?: string; username?: string; dbname?: string } {
    if (!/^postgres(ql)?:\/\//.test(name)) return {};
    const { hostname, port, username, pathname } = new URL(name);
    const parts = {
        host: hostname, port, username: decodeURIComponent(username), dbname: decodeURIComponent(pathname.slice(1))
    };
    // What it leaves out is read elsewhere; the whole string is no database's name.
    return { dbname: '', ...Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== '')) };
}

function isPossible({ port, timeoutMs }: Asked): boolean {
    return Number.isInteger(port) && port > 0 && port < 65_536 && timeoutMs >= 0;
}

function placeOf({ host, port }: Asked): string {
    return `${host}:${port}`;
}

/** Sends a start-up message and judges the first answer. */
function ask(asked: Asked): Promise<0 | 1 | 2> {
    const { host, port, timeoutMs } = asked;
    const socket: Socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect({ host, port });
    return new Promise((resolve) => {
        const late = timeoutMs === 0 ? undefined : setTimeout(() => end(noResponse), timeoutMs);
        let answer = Buffer.alloc(0);
        const end = (code: 0 | 1 | 2) => {
            clearTimeout(late);
            socket.destroy();
            resolve(code);
        };
        socket.once('connect', () => socket.write(startupMessage(asked)));
        socket.on('data', (chunk) => {
            answer = Buffer.concat([answer, chunk]);
            const code = judge(answer);
            if (code !== undefined) end(code);
        });
        socket.on('error', () => end(noResponse));
        socket.on('close', () => end(noResponse));
    });
}

/** A StartupMessage: length, version, then names and values as texts that end with a zero. */
function startupMessage({ user, database }: Asked): Buffer {
    const settings = ['user', user, 'database', database, 'application_name', 'pg_isready'];
    const body = Buffer.from(`${settings.map((text) => `${text}\0`).join('')}\0`);
    const head = Buffer.alloc(8);
    head.writeInt32BE(head.length + body.length, 0);
    head.writeInt32BE(protocolVersion, 4);
    return Buffer.concat([head, body]);
}

/**
 * Judges a first message, as libpq's `PQping`: a request for a password, and any refusal but {@link cannotConnectNow},
 * come from a server that takes connections.
 * @returns undefined while the message is not whole
 */
function judge(answer: Buffer): 0 | 1 | 2 | undefined {
    if (answer.length < 5) return undefined;
    const type = answer.toString('latin1', 0, 1);
    if (type === 'R') return accepting;
    const length = answer.readInt32BE(1) + 1;
    // Not PostgreSQL, such as an HTTP server.
    if (type !== 'E' || length > maxAnswerBytes) return noResponse;
    if (answer.length < length) return undefined;
    const state = answer.toString('utf8', 5, length).split('\0').find((field) => field.startsWith('C'))?.slice(1);
    if (state === undefined) return noResponse;
    return state === cannotConnectNow ? rejecting : accepting;
}
