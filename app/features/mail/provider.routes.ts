import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerRoute } from '@hapi/hapi';
import { unauthorized } from '../../platform/auth/unauthorized.ts';
import type { AuthFailure } from '../../platform/observability/metrics.ts';
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
        // By address, as the customers' pages: a secret cannot be guessed at any speed.
        app: { costClass: 'pages' },
        tags: ['mail'],
        description: 'Bounces from a provider',
        ext: {
            // Before the body is checked, so that nobody without the secret learns of its form.
            onPreAuth: {
                method: (request, h) => {
                    const { config, metrics } = request.server.app.dependencies;
                    const fault = faultOf(headerOf(request, 'authorization'), config.mail.bounceSecrets);
                    if (fault !== undefined) {
                        metrics.authFailed(fault.reason);
                        throw unauthorized(fault.reason, fault.message);
                    }
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
 * Fault of the secret of a call: it is shown as a bearer token, or as the password of HTTP Basic for providers that
 * know only that. Undefined where it is right.
 */
function faultOf(
    header: string | undefined, secrets: readonly string[]
): { readonly reason: AuthFailure; readonly message: string } | undefined {
    const shown = /^bearer +(\S+) *$/i.exec(header ?? '')?.[1] ?? passwordIn(header ?? '');
    if (shown === undefined) {
        return { reason: 'missing', message: 'Authorization: this call needs MAIL_BOUNCE_SECRET, as a bearer token or '
            + 'as the password of HTTP Basic' };
    }
    return secrets.some((secret) => timingSafeEqual(digest(secret), digest(shown))) ? undefined
        : { reason: 'signature', message: 'Authorization: the secret is not MAIL_BOUNCE_SECRET of this service' };
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
