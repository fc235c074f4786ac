import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** An issuer's key pair. */
export type IssuerKey = {
    readonly kid: string; readonly alg: string; readonly privateKey: CryptoKey; readonly jwk: JWK
};

/** A server of published keys whose behaviour a test sets. */
export type KeyServer = {
    readonly url: string;
    /** Number of reads of the keys. */
    readonly reads: () => number;
    publish(...keys: readonly IssuerKey[]): void;
    /** Sets the behaviour. `fail`: 500 · `hang`: no answer · `rubbish`: no JSON */
    behave(how: 'well' | 'fail' | 'hang' | 'rubbish'): void;
    close(): Promise<void>;
};

/** Makes a key pair of an issuer. */
export async function givenIssuerKey(kid: string, alg: 'RS256' | 'ES256' | 'EdDSA' = 'ES256'): Promise<IssuerKey> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    return { kid, alg, privateKey, jwk: { ...await exportJWK(publicKey), kid, alg, use: 'sig' } };
}

/** Signs a token of an accountant, valid for an hour, with an issuer's key. */
export async function signedBy(
    { kid, alg, privateKey }: IssuerKey, claims: Readonly<Record<string, unknown>> = {}
): Promise<string> {
    const payload = { sub: 'user-1', role: 'accountant', exp: Math.floor(Date.now() / 1_000) + 3_600, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(privateKey);
}

/** Starts a server that publishes keys. */
export async function givenKeyServer(...keys: readonly IssuerKey[]): Promise<KeyServer> {
    let published = keys;
    let behaviour = 'well';
    let reads = 0;
    const server = createServer((_request, response) => {
        reads += 1;
        if (behaviour === 'hang') {
            return;
        }
        response.writeHead(
            behaviour === 'fail' ? 500 : 200, { 'content-type': 'application/json', connection: 'close' });
        response.end(behaviour === 'rubbish' ? '<html>' : JSON.stringify({ keys: published.map(({ jwk }) => jwk) }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
        reads: () => reads,
        publish: (...next) => {
            published = next;
        },
        behave: (how) => {
            behaviour = how;
        },
        close: () => new Promise((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
        })
    };
}
