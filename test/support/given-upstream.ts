import { once } from 'node:events';
import { createServer } from 'node:http';

/** An upstream that gives every call the same answer, for answers that no stand-in gives. */
export type GivenUpstream = {
    readonly url: string;
    /** Sets the answer from now on. */
    answer(status: number, body: string): void;
    calls(): number;
    close(): Promise<void>;
};

/** Starts an upstream on any free port; the test closes it. */
export async function givenUpstream(
    status: number, body: string, headers: Readonly<Record<string, string>> = {}
): Promise<GivenUpstream> {
    let current = { status, body };
    let calls = 0;
    const server = createServer((_request, response) => {
        calls += 1;
        response.writeHead(current.status, { 'content-type': 'application/json', ...headers }).end(current.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();

    return {
        url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
        answer: (nextStatus, nextBody) => { current = { status: nextStatus, body: nextBody }; },
        calls: () => calls,
        close: async () => {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        }
    };
}
