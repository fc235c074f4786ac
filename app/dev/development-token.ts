import { SignJWT } from 'jose';
import { sampleJwtSecret } from '../platform/config/sample-secret.ts';

/** The secret of a development service: public, unless the developer has set another. */
export const developmentSecret = process.env['JWT_SECRET'] || sampleJwtSecret;

/** A token that may do everything in the default organisation of a development service, for a year. */
export async function developmentToken(): Promise<string> {
    return new SignJWT({ role: 'admin' })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject('developer')
        .setIssuedAt()
        .setExpirationTime('365 days')
        .sign(new TextEncoder().encode(developmentSecret));
}
