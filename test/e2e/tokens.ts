import { SignJWT } from 'jose';

/** A token with all scopes of the default organisation, valid for the length of an end-to-end test. */
export async function adminToken(secret: string): Promise<string> {
    return new SignJWT({ role: 'admin' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject('e2e')
        .setExpirationTime('2 hours')
        .sign(new TextEncoder().encode(secret));
}
