import { SignJWT } from 'jose';
import { secretsIn } from '../platform/config/auth-config.ts';
import { sampleJwtSecret } from '../platform/config/sample-secret.ts';

/** The secret of a development service: public, unless the developer has set another. */
export const developmentSecret = process.env['JWT_SECRET'] || sampleJwtSecret;

/** Claims of a development token. */
export type TokenOptions = {
    /** Organisation that the token speaks for; absent: the default one. */
    readonly organisation?: string;
    /** Role that gives the scopes. */
    readonly role?: string;
    readonly subject?: string;
    /** Time until the token ends, such as `8h` or `30 days`. */
    readonly expires?: string;
};

/**
 * Makes a token for a development service. Without options it may do everything in the default organisation, for a
 * year: it is the token of the welcome text.
 * @throws TypeError when `expires` is no period of time
 */
export async function developmentToken(
    { organisation, role = 'admin', subject = 'developer', expires = '365 days' }: TokenOptions = {}
): Promise<string> {
    return new SignJWT({ role, ...(organisation === undefined ? {} : { org: organisation }) })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(subject)
        .setIssuedAt()
        .setExpirationTime(expires)
        .sign(new TextEncoder().encode(secretsIn(developmentSecret)[0]));
}
