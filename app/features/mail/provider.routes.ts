import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerRoute } from '@hapi/hapi';
import { unauthorized } from '../../platform/auth/unauthorized.ts';
import { headerOf } from '../../foundation/schema/header.ts';
import { readBounces, recordBounces, reportedBounces } from './provider-bounce.ts';

/**
 * `POST /mail/bounces`: a provider of e-mail reports bounces. It is no route for callers of the CRM, so it is not in
 * the OpenAPI document; docs/e-mail.md has it.
 */
const bouncesRoute: ServerRoute = {
    method: 'POST',
    path: '/mail/bounces',
    options: {
        auth: false,
        app: { costClass: 'pages' },
        tags: ['mail'],
        description: 'Bounces from a provider',
        ext: {
            // Before the body is checked, so that nobody without the secret learns of its form.
            onPreAuth: {
                method: (request, h) => {
                    assertKnown(headerOf(request, 'authorization'),
                        request.server.app.dependencies.config.mail.bounceSecrets);
                    return h.continue;
                }
            }
        },
        validate: { payload: reportedBounces }
    },
    handler: async (request) => {
        const { app: { requestId }, payload, server: { app: { dependencies } } } = request;
        const bounces = readBounces(payload);
        return { received: bounces.length, recorded: await recordBounces(dependencies, bounces, requestId) };
    }
};

/** Routes of providers of e-mail. */
export const providerRoutes = [bouncesRoute];

/**
 * Checks the secret of a call: as a bearer token, or as the password of HTTP Basic for providers that know only that.
 * @throws DomainError `UNAUTHORIZED`
 */
function assertKnown(header: string | undefined, secrets: readonly string[]): void {
    const shown = /^bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? passwordIn(header ?? '');
    if (shown === undefined) {
        throw unauthorized('missing', 'Authorization: this call needs MAIL_BOUNCE_SECRET, as a bearer token or as the '
            + 'password of HTTP Basic');
    }
    if (!secrets.some((secret) => timingSafeEqual(digest(secret), digest(shown)))) {
        throw unauthorized('signature', 'Authorization: the secret is not MAIL_BOUNCE_SECRET of this service');
    }
}

function passwordIn(header: string): string | undefined {
    const encoded = /^basic +([A-Za-z0-9+/=]+) *$/i.exec(header)?.[1];
    const pair = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
    return pair?.includes(':') === true ? pair.slice(pair.indexOf(':') + 1) : undefined;
}

/** Hashes have one length, which the comparison needs. */
function digest(text: string): Buffer {
    return createHash('sha256').update(text).digest();
}
