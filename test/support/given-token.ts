import { SignJWT } from 'jose';
import { testSecret } from './given-server.ts';

/** A token like the CRM's, valid for an hour. A claim given as `undefined` is left out. */
export async function givenToken(claims: Readonly<Record<string, unknown>> = {}, secret = testSecret): Promise<string> {
    const seconds = Math.floor(Date.now() / 1_000);
    const all = { sub: 'user-1', email: 'anna@example.com', role: 'accountant', exp: seconds + 3_600, ...claims };
    const present = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return new SignJWT(present).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}

/** The Authorization header with such a token. */
export async function givenAuthorization(
    claims: Readonly<Record<string, unknown>> = {}
): Promise<{ authorization: string }> {
    return { authorization: `Bearer ${await givenToken(claims)}` };
}
