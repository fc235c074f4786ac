import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A statement as it came over the wire: the one that the service really runs, so that no copy of it can drift. */
export type TappedStatement = {
    readonly name: string; readonly text: string; readonly values: readonly (string | null)[]
};

/** Result of some work, with the round trips and statements that passed meanwhile. */
export type Tapped<Result> = {
    readonly result: Result; readonly roundTrips: number; readonly statements: readonly TappedStatement[]
};

/** A proxy of PostgreSQL that records the traffic. */
export type WireTap = {
    /** Address to connect to instead of the real one. */
    readonly url: string;
    during<Result>(work: () => Promise<Result>): Promise<Tapped<Result>>;
    close(): Promise<void>;
};

/** Opens a proxy of the PostgreSQL at `url`. Each Sync or simple query that the client sends is one round trip. */
export async function openWireTap(url: string): Promise<WireTap> {
    const target = new URL(url);
    const sockets = new Set<Socket>();
    let roundTrips = 0;
    let statements: TappedStatement[] = [];
    const server = createServer((near) => {
        const far = connect(Number(target.port), target.hostname);
        const read = frontendReader((statement) => statements.push(statement), () => { roundTrips += 1; });
        near.on('data', (chunk) => {
            read(chunk);
            far.write(chunk);
        });
        far.on('data', (chunk) => near.write(chunk));
        for (const [one, other] of [[near, far], [far, near]] as const) {
            sockets.add(one);
            one.setNoDelay(true).on('error', () => undefined).on('close', () => other.destroy());
        }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const tapped = new URL(url);
    // Listening on a port always gives an address object.
    tapped.port = String((server.address() as AddressInfo).port);

    return {
        url: tapped.href,
        during: async (work) => {
            roundTrips = 0;
            statements = [];
            const result = await work();
            return { result, roundTrips, statements };
        },
        close: async () => {
            const closed = once(server, 'close');
            server.close();
            sockets.forEach((socket) => socket.destroy());
            await closed;
        }
    };
}

/**
 * Reads the client's messages: the first has no type; the others are a type, a length and a body. @see PostgreSQL
 * manual, 54.7
 */
function frontendReader(
    onStatement: (statement: TappedStatement) => void, onRoundTrip: () => void
): (chunk: Buffer) => void {
    const texts = new Map<string, string>();
    let rest: Buffer = Buffer.alloc(0);
    let started = false;
    return (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        for (;;) {
            const header = started ? 1 : 0;
            if (rest.length < header + 4 || rest.length < header + rest.readInt32BE(header)) {
                return;
            }
            const length = header + rest.readInt32BE(header);
            const type = started ? String.fromCharCode(rest[0] ?? 0) : 'startup';
            const body = rest.subarray(header + 4, length);
            rest = rest.subarray(length);
            started = true;
            if (type === 'P') {
                const [name, text] = body.toString('utf8').split('\0');
                texts.set(name ?? '', text ?? '');
            } else if (type === 'B') {
                const { name, values } = readBind(body);
                onStatement({ name, text: texts.get(name) ?? '', values });
            } else if (type === 'S' || type === 'Q') {
                onRoundTrip();
            }
        }
    };
}

/**
 * Reads portal, statement, formats and values. node-postgres sends our values as text, but bytes as they are: lists in
 * jsonb, whose text follows a version.
 */
function readBind(body: Buffer): { readonly name: string; readonly values: readonly (string | null)[] } {
    const portalEnd = body.indexOf(0);
    const nameEnd = body.indexOf(0, portalEnd + 1);
    let at = nameEnd + 1;
    const formats = Array.from({ length: body.readInt16BE(at) }, (_, index) => body.readInt16BE(at + 2 + 2 * index));
    at += 2 + 2 * formats.length;
    const count = body.readInt16BE(at);
    at += 2;
    const values = Array.from({ length: count }, (_, index) => {
        const length = body.readInt32BE(at);
        at += 4;
        const value = length === -1 ? null : body.toString('utf8', formats[index] === 1 ? at + 1 : at, at + length);
        at += Math.max(length, 0);
        return value;
    });
    return { name: body.toString('utf8', portalEnd + 1, nameEnd), values };
}
