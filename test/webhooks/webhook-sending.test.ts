import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { addressGuard, resolveLocal, resolvePublic, type Resolve } from '../../app/features/webhooks/address-guard.ts';
import { sendingLimits, sendWebhook, type Transport } from '../../app/features/webhooks/send-webhook.ts';
import { givenCertificate, givenReceiver, type GivenReceiver } from '../support/given-receiver.ts';
import { useClosing } from '../support/use-closing.ts';

const closing = useClosing();

async function receiver(options: Parameters<typeof givenReceiver>[0] = {}): Promise<GivenReceiver> {
    return closing(await givenReceiver(options));
}

/** A server that accepts connections and does not speak HTTP. */
async function givenSocket(onConnection: Parameters<typeof createServer>[1]): Promise<number> {
    const sockets = new Set<Socket>();
    const server: Server = createServer(onConnection).on('connection', (socket) =>
        sockets.add(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing({
        close: () => new Promise((resolve) => {
            sockets.forEach((socket) => socket.destroy());
            server.close(() => resolve());
        })
    });
    return (server.address() as AddressInfo).port;
}

/** Transport as in development: loopback is allowed. */
const open: Transport = {
    ...sendingLimits, allowPrivate: true, guard: addressGuard({ allowPrivate: true, ownPorts: [] }),
    resolve: resolveLocal
};
/**
 * Transport with production's guard, and names that resolve as the test says. The URL itself may have any port, so that
 * only the guard refuses it.
 */
const strict = (resolve: Resolve): Transport =>
    ({ ...sendingLimits, allowPrivate: true, guard: addressGuard({ allowPrivate: false, ownPorts: [] }), resolve });
const leadingTo = (...addresses: readonly string[]): Resolve => async () => addresses.map((address) =>
    ({ address, family: address.includes(':') ? 6 : 4 }));

const never = new AbortController().signal;
const send = (url: string, transport: Transport = open, signal = never) =>
    sendWebhook({
        url, headers: { 'content-type': 'application/json', 'webhook-id': 'one' }, body: '{"type":"zażółć"}'
    }, transport, signal);

describe('one attempt', () => {
    test('sends the body to the byte, once, and tells the status', async () => {
        const { url, received, connections } = await receiver();

        const outcome = await send(url);

        expect(outcome).toEqual({ status: 204, retryAfter: undefined });
        expect(received).toMatchObject([{
            path: '/hook', body: '{"type":"zażółć"}',
            headers: { 'content-type': 'application/json', 'content-length': '21' }
        }]);
        expect(connections()).toBe(1);
    });

    test.each([200, 201, 299, 400, 410, 500, 503])('tells a %s with what Retry-After said', async (status) => {
        const { url, answer } = await receiver();
        answer((_received, response) => {
            response.writeHead(status, { 'retry-after': '17' }).end('thanks');
            return undefined;
        });

        expect(await send(url)).toEqual({ status, retryAfter: '17' });
    });

    test.each([301, 302, 303, 307, 308])('does not follow a %s, to wherever it leads', async (status) => {
        const [{ url, answer }, target] = [await receiver(), await receiver()];
        answer((_received, response) => {
            response.writeHead(status, { location: target.url }).end();
            return undefined;
        });

        expect(await send(url)).toEqual({ status, retryAfter: undefined });
        expect(target.connections()).toBe(0);
    });

    test('to a receiver that does not answer ends when its time is up', async () => {
        const { url, answer } = await receiver();
        answer(() => new Promise(() => undefined));

        const startedAt = performance.now();
        const outcome = await send(url, { ...open, totalTimeoutMs: 300 });

        expect([outcome, performance.now() - startedAt < 2_000]).toEqual([{ failure: 'timeout' }, true]);
    });

    test('to a receiver that drips its headers ends when its time is up', async () => {
        const port = await givenSocket((socket) => {
            const drip = setInterval(
                () => socket.write(socket.bytesWritten === 0 ? 'HTTP/1.1 200 OK\r\n' : 'x: y\r\n'), 20);
            socket.on('close', () => clearInterval(drip));
        });

        expect(await send(`http://127.0.0.1:${port}/`, { ...open, totalTimeoutMs: 300 }))
            .toEqual({ failure: 'timeout' });
    });

    test('to something that takes connections and says no TLS ends when the time to connect is up', async () => {
        const port = await givenSocket(() => undefined);

        expect(await send(`https://127.0.0.1:${port}/`, { ...open, connectTimeoutMs: 200 }))
            .toEqual({ failure: 'connect_timeout' });
    });

    test('to a name whose servers do not answer ends when the time to connect is up', async () => {
        expect(
            await send('https://crm.example/', { ...strict(() => new Promise(() => undefined)), connectTimeoutMs: 200 })
        ).toEqual({ failure: 'connect_timeout' });
    });

    test('to a receiver whose answer never ends counts, and is cut off at its bound', async () => {
        const { url, answer } = await receiver();
        let written = 0;
        answer((_received, response) => {
            response.writeHead(200);
            const chunk = Buffer.alloc(16_384);
            const more = (): void => {
                while (!response.destroyed && response.write(chunk)) written += chunk.length;
            };
            response.on('drain', more);
            more();
            return undefined;
        });

        const startedAt = performance.now();
        const outcome = await send(url);

        expect([outcome, performance.now() - startedAt < 2_000])
            .toEqual([{ status: 200, retryAfter: undefined }, true]);
        expect(written).toBeLessThan(20_000_000);
    });

    test('to a receiver whose answer drips counts when its time is up', async () => {
        const { url, answer } = await receiver();
        answer((_received, response) => {
            response.writeHead(202);
            const drip = setInterval(() => response.write('.'), 20);
            response.on('close', () => clearInterval(drip));
            return undefined;
        });

        expect(await send(url, { ...open, totalTimeoutMs: 300 })).toEqual({ status: 202, retryAfter: undefined });
    });

    test('to a receiver that hangs up, that nobody is, or that speaks no HTTP has no answer', async () => {
        const hanging = await givenSocket((socket) => {
            socket.once('data', () => socket.destroy());
        });
        const rubbish = await givenSocket((socket) => {
            socket.end('220 mail.example ESMTP\r\n');
        });
        const { port, close } = await givenReceiver();
        await close();

        expect([await send(`http://127.0.0.1:${hanging}/`), await send(`http://127.0.0.1:${rubbish}/`), await send(
            `http://127.0.0.1:${port}/`)])
            .toEqual([{ failure: 'connection' }, { failure: 'connection' }, { failure: 'connection' }]);
    });

    test('that is stopped ends at once', async () => {
        const { url, answer, arrived } = await receiver();
        answer(() => new Promise(() => undefined));
        const stopping = new AbortController();

        const sending = send(url, open, stopping.signal);
        await arrived(1);
        stopping.abort();

        expect([await sending, await send(url, open, stopping.signal)])
            .toEqual([{ failure: 'stopped' }, { failure: 'stopped' }]);
    });
});

describe('TLS', () => {
    test('with a certificate that is trusted arrives', async () => {
        const certificate = givenCertificate('IP:127.0.0.1');
        const { url, received } = await receiver({ certificate });

        expect(await send(url, { ...open, ca: certificate.cert })).toEqual({ status: 204, retryAfter: undefined });
        expect(received).toHaveLength(1);
    });

    test('with one that nobody trusts, or of another host, sends nothing', async () => {
        const [own, foreign] = [givenCertificate('IP:127.0.0.1'), givenCertificate('DNS:other.example')];
        const [untrusted, wrong] = [await receiver({ certificate: own }), await receiver({ certificate: foreign })];

        expect([await send(untrusted.url), await send(wrong.url, { ...open, ca: foreign.cert })])
            .toEqual([{ failure: 'tls' }, { failure: 'tls' }]);
        expect([untrusted.received, wrong.received]).toEqual([[], []]);
    });

    test('to a server that speaks none sends nothing', async () => {
        const plain = await receiver();

        expect(await send(plain.url.replace('http:', 'https:'))).toEqual({ failure: 'tls' });
        expect(plain.received).toEqual([]);
    });
});

describe('an address that is not public', () => {
    test.each([
        '127.0.0.1', '10.0.0.1', '169.254.169.254', '192.168.1.1', '100.64.0.1', '0.0.0.0', '::1', 'fd00::1', 'fe80::1',
        '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'
    ])(
        'is not called when a name leads to %s', async (address) => {
            const { port, connections } = await receiver();

            expect(await send(`https://crm.example:${port}/`, strict(leadingTo(address))))
                .toEqual({ failure: 'refused_address' });
            expect(connections()).toBe(0);
        });

    test.each([
        '127.0.0.1', '127.1', '2130706433', '0x7f000001', '017700000001', '0', '[::1]',
        '[::ffff:7f00:1]', '[::]', 'localhost'
    ])('is not called as %s', async (host) => {
        const { port, connections } = await receiver();

        expect(await send(`https://${host}:${port}/`, strict(resolveLocal))).toEqual({ failure: 'refused_address' });
        expect(connections()).toBe(0);
    });

    test('is not called by HTTP either', async () => {
        const { url, connections } = await receiver();

        expect(await send(url, strict(resolveLocal))).toEqual({ failure: 'refused_address' });
        expect(connections()).toBe(0);
    });

    test.each([
        'http://127.0.0.1', 'https://127.0.0.1', 'https://user:secret@127.0.0.1'
    ])('nor is a URL that would not be taken today, such as %s with a port of its own', async (origin) => {
        const { port, connections } = await receiver();

        expect(await send(`${origin}:${port}/`, { ...open, allowPrivate: false, guard: () => true }))
            .toEqual({ failure: 'refused_address' });
        expect(connections()).toBe(0);
    });

    test('is passed by when the name leads to a public one too', async () => {
        const { port, connections } = await receiver();
        // 192.0.2.1 stands for the public address: no server is there, and it is the only one that is tried.
        const guard = (address: string) => address === '192.0.2.1';

        const outcome = await send(`https://crm.example:${port}/`,
            { ...strict(leadingTo('127.0.0.1', '192.0.2.1')), guard, connectTimeoutMs: 300 });

        expect(['connection', 'connect_timeout']).toContain('failure' in outcome ? outcome.failure : '');
        expect(connections()).toBe(0);
    });

    test('is not called by a name that leads elsewhere from one moment to the next', async () => {
        const { port, connections } = await receiver();
        const answers = [['8.8.8.8'], ['127.0.0.1'], ['127.0.0.1']];
        let asked = 0;
        const rebinding: Resolve = async () => (answers[asked++] ?? ['127.0.0.1']).map((address) =>
            ({ address, family: 4 }));
        // The check at the creation of the webhook.
        await rebinding('crm.example');

        expect(await send(`https://crm.example:${port}/`, strict(rebinding))).toEqual({ failure: 'refused_address' });
        expect([connections(), asked]).toEqual([0, 2]);
    });

    test('of a name is asked for once, and what was checked is what is called', async () => {
        const certificate = givenCertificate('DNS:crm.example');
        const checked: string[] = [];
        const { port, received } = await receiver({ certificate });
        let asked = 0;
        const rebinding: Resolve = async () => {
            asked += 1;
            return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
        };
        const guard = (address: string) => {
            checked.push(address);
            return address === '127.0.0.1';
        };

        expect(await send(`https://crm.example:${port}/`, { ...strict(rebinding), guard, ca: certificate.cert }))
            .toEqual({ status: 204, retryAfter: undefined });
        expect([asked, received.length, new Set(checked)]).toEqual([1, 1, new Set(['127.0.0.1'])]);
    });

    test('is cut off before anything is sent when the socket is somewhere else than was checked', async () => {
        const { url, received } = await receiver({ certificate: givenCertificate() });
        let looks = 0;
        // Allowed before the connection, refused at it: as if the address had changed in between.
        const guard = () => (looks += 1) === 1;

        expect(await send(url, { ...open, guard })).toEqual({ failure: 'refused_address' });
        expect(received).toEqual([]);
    });

    test('is any of this machine, also a public one', () => {
        const own = Object.values(networkInterfaces()).flatMap((interfaces) => interfaces ?? [])
            .map(({ address }) => address);
        const guard = addressGuard({ allowPrivate: false, ownPorts: [] });

        expect(own.filter((address) => guard(address, 443))).toEqual([]);
        expect(own.length).toBeGreaterThan(0);
    });

    test("is this service's own port also in development", async () => {
        const { port, url, connections } = await receiver();
        const guard = addressGuard({ allowPrivate: true, ownPorts: [port, 9_464] });

        const outcomes = [await send(url, { ...open, guard }),
            await send(`http://localhost:${port}/`, { ...open, guard }),
            await send(`http://0.0.0.0:${port}/`, { ...open, guard }),
            await send(`http://[::ffff:127.0.0.1]:${port}/`, { ...open, guard })];

        expect(outcomes).toEqual(outcomes.map(() => ({ failure: 'refused_address' })));
        expect([connections(), guard('127.0.0.1', port + 1)]).toEqual([0, true]);
    });
});

test('a name that does not exist has no answer', async () => {
    const unknown: Resolve = async () =>
        Promise.reject(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }));

    expect(await send('https://crm.example/', strict(unknown))).toEqual({ failure: 'dns' });
    expect(await send('https://nobody.invalid/', { ...open, resolve: resolvePublic })).toEqual({ failure: 'dns' });
});
