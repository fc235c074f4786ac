import { createHash, randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** A link to the page of an issued document. Whoever was given the address knows its token, and nobody else. */
export type PageLink = {
    /** UUID version 7. */
    readonly id: string;
    readonly organisationId: string;
    readonly invoiceId: string;
    /** SHA-256 of the token. */
    readonly tokenHash: Uint8Array;
    /** Subject of the token that asked for it. */
    readonly createdBy: string;
    readonly createdAt: Date;
    /** Instant from which it opens nothing. */
    readonly expiresAt: Date;
    readonly revokedAt: Date | null;
};

/** A new link, with the address that is shown once. */
export type NewPageLink = { readonly link: PageLink; readonly url: string };

/** The circumstances in which a link is made. */
export type LinkCircumstances = {
    /** Settings of the pages. */
    readonly pages: { readonly publicUrl: string | undefined; readonly days: number };
    readonly createdBy: string;
    readonly now: Date;
    /** Days until it expires. @default that of the settings */
    readonly days?: number | undefined;
};

/** Bytes of a token: 256 random bits, which nobody guesses. */
const tokenBytes = 32;

const dayMs = 86_400_000;

/**
 * A new link to a document's page; undefined where the service has no pages. Store it in the
 * statement of the change that it belongs to, such as with `linking`.
 * @param invoice - Document that is issued, or is being issued.
 */
export function linkFor(
    { id: invoiceId, organisationId }: { readonly id: string; readonly organisationId: string },
    { pages, createdBy, now, days = pages.days }: LinkCircumstances
): NewPageLink | undefined {
    if (pages.publicUrl === undefined) {
        return undefined;
    }
    const token = randomBytes(tokenBytes).toString('base64url');
    return {
        url: `${pages.publicUrl}/i/${token}`,
        link: {
            id: uuidv7(), organisationId, invoiceId, tokenHash: hashOfToken(token), createdBy, createdAt: now,
            expiresAt: new Date(now.getTime() + days * dayMs), revokedAt: null
        }
    };
}

/** The form of a token: base64url of its bytes. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Tells whether a text may be a token. */
export function isToken(text: string): boolean {
    return tokenPattern.test(text);
}

/** SHA-256 of a token, which is stored in its place. A token is random, so a hash without salt hides it. */
export function hashOfToken(token: string): Buffer {
    return createHash('sha256').update(token).digest();
}
