import type { Plugin, Request, ServerAuthSchemeObject } from '@hapi/hapi';
import type { Clock } from '../../foundation/clock/clock.ts';
import type { AuthConfig } from '../config/auth-config.ts';
import { networkMatcher } from '../config/networks.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { headerOf } from '../../foundation/schema/header.ts';
import type { AuthFailure, Metrics } from '../observability/metrics.ts';
import { costClassOf } from '../limits/cost-class.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { Caller } from './caller.ts';
import type { Sessions } from './revocation.ts';
import { trustedCallCheck } from './trusted-call.ts';
import { unauthorized } from './unauthorized.ts';
import { tokenVerifier } from './verify-token.ts';

/** Dependencies of authentication. */
type AuthDependencies = {
    readonly config: { readonly auth: AuthConfig };
    readonly clock: Clock;
    readonly sessions: Pick<Sessions, 'assertLive'>;
    readonly rateLimits: Pick<RateLimits, 'ofCaller'>;
    readonly metrics: Pick<Metrics, 'authFailed' | 'trustedNetworkCall'>;
};

const bearer = /^bearer +([A-Za-z0-9_~+/.-]+=*) *$/i;

/** Authentication of calls: every route needs a caller unless it says `auth: false`. */
export const authentication: Plugin<void> = {
    name: 'authentication',
    register: (server) => {
        const { dependencies } = server.app;
        const find = callerFinder(dependencies);
        server.auth.scheme('caller', (): ServerAuthSchemeObject => ({
            authenticate: async (request, h) => {
                const caller = await find(request);
                return h.authenticated({ credentials: { ...caller, scope: [...caller.scopes] } });
            }
        }));
        server.auth.strategy('caller', 'caller');
        server.auth.default('caller');
    }
};

function callerFinder(dependencies: AuthDependencies): (request: Request) => Promise<Caller> {
    const { config: { auth }, clock, sessions, rateLimits, metrics } = dependencies;
    const verify = tokenVerifier(auth, clock);
    const isTrusted = networkMatcher(auth.trustedNetworks);
    // Refused by the plugin of the limits. It is begun here, beside the question for the session: one wait for Redis.
    const count = (request: Request, caller: Caller): void => {
        request.app.rateDecision = rateLimits.ofCaller(costClassOf(request.route), caller);
    };
    const assertTrusted = trustedCallCheck(auth.trustedHosts);
    return async (request) => {
        try {
            const header = headerOf(request, 'authorization');
            if (header === undefined && mayComeWithoutToken(request) && isTrusted(request.info.remoteAddress)) {
                assertTrusted(request);
                metrics.trustedNetworkCall();
                const gateway = gatewayCaller(auth.defaultOrganisation, auth.roles.get(auth.trustedRole) ?? []);
                count(request, gateway);
                return gateway;
            }
            const caller = await verify(tokenIn(header));
            count(request, caller);
            await sessions.assertLive(caller);
            return caller;
        } catch (error) {
            metrics.authFailed(reasonOf(error));
            throw error;
        }
    };
}

/** Caller of a call from the CRM's gateway, which checks its users itself and passes no tokens on. */
function gatewayCaller(organisationId: string, scopes: Caller['scopes']): Caller {
    return { subject: 'gateway', organisationId, scopes, via: 'trusted-network' };
}

function mayComeWithoutToken(request: Request): boolean {
    return request.route.settings.app?.gateway === true;
}

function tokenIn(header: string | undefined): string {
    if (header === undefined) {
        throw unauthorized('missing', 'Authorization: this call needs a bearer token');
    }
    const token = bearer.exec(header)?.[1];
    if (token === undefined) {
        throw unauthorized('malformed', 'Authorization: the header must be "Bearer", a space and a token');
    }
    return token;
}

function reasonOf(error: unknown): AuthFailure {
    if (error instanceof DomainError && error.code === 'UNAUTHORIZED') {
        // Set by `unauthorized`, which takes only these reasons.
        return error.details['reason'] as AuthFailure;
    }
    if (error instanceof DomainError && ['HOST_NOT_TRUSTED', 'ORIGIN_NOT_TRUSTED'].includes(error.code)) {
        return 'untrusted_call';
    }
    return error instanceof DomainError && error.code === 'SESSIONS_UNAVAILABLE'
        ? 'sessions_unavailable' : 'keys_unavailable';
}
