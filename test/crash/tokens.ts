import { SignJWT } from 'jose';

/** Signs tokens of the service under test, which nobody else can reach. */
export const testSecret = 'a-secret-of-the-crash-test-that-is-long-enough';

/** A token of one organisation that may do everything, for an hour. */
export async function tokenOf(organisation: string): Promise<string> {
    return new SignJWT({ role: 'admin', org: organisation })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject('crash-test')
        .setExpirationTime('1 hour')
        .sign(new TextEncoder().encode(testSecret));
}
