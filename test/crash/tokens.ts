import { SignJWT } from 'jose';

/** Secret that signs tokens of the service under test, which only this test can reach. */
export const testSecret = 'a-secret-of-the-crash-test-that-is-long-enough';

/** A token of one organisation that may do everything, for an hour. */
export async function tokenOf(organisation: string): Promise<string> {
    return new SignJWT({ role: 'admin', org: organisation })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject('crash-test')
        .setExpirationTime('1 hour')
        .sign(new TextEncoder().encode(testSecret));
}
