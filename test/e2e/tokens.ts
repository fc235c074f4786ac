import { SignJWT } from 'jose';

/** A token that may do everything in the default organisation, for as long as an end-to-end test may take. */
export async function adminToken(secret: string): Promise<string> {
    return new SignJWT({ role: 'admin' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject('e2e')
        .setExpirationTime('2 hours')
        .sign(new TextEncoder().encode(secret));
}
