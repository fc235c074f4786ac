import type { Plugin } from '@hapi/hapi';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { costClassOf, isOpen } from './cost-class.ts';
import { networkMatcher } from '../config/networks.ts';
import { limitedAddress } from './limited-address.ts';
import { binding, rateLimitHeaders } from './rate-limit-headers.ts';
import type { RateDecision } from './rate-limits.ts';

/**
 * Refuses calls beyond the limits, and tells callers of their limits with every answer. Authentication begins the
 * counting, so that Redis is asked for it and for the caller's session at the same time.
 */
export const rateLimiting: Plugin<void> = {
    name: 'rate-limiting',
    register: (server) => {
        const { config, rateLimits } = server.app.dependencies;
        if (!config.limits.ratesOn) {
            return;
        }
        const isTrustedProxy = networkMatcher(config.limits.trustedProxies);
        server.ext('onPreAuth', async (request, h) => {
            const { method, settings } = request.route;
            if (isOpen(settings.auth)) {
                request.app.rateDecision = rateLimits.ofAddress(
                    costClassOf({ method, settings }), limitedAddress(request, isTrustedProxy));
                assertAllowed(await request.app.rateDecision);
            }
            return h.continue;
        });
        server.ext('onCredentials', async ({ app: { rateDecision } }, h) => {
            assertAllowed(await rateDecision);
            return h.continue;
        });
        server.ext('onPreResponse', async ({ app: { rateDecision }, response }, h) => {
            const decision = await rateDecision;
            if (decision !== undefined) {
                Object.assign(
                    'isBoom' in response ? response.output.headers : response.headers, rateLimitHeaders(decision));
            }
            return h.continue;
        });
    }
};

/** @throws DomainError `RATE_LIMITED` */
function assertAllowed(decision: RateDecision | undefined): void {
    if (decision === undefined || decision.allowed) {
        return;
    }
    const limit = binding(decision);
    const seconds = Math.max(1, Math.ceil((limit?.nextInMs ?? 0) / 1_000));
    const whose = limit?.name.endsWith('-subject') === true ? 'You have' : decision.costClass === 'pages'
        ? 'Your address has' : 'Your organisation has';
    throw new DomainError('RATE_LIMITED',
        `${whose} made more than ${limit?.rate.calls} calls of the class ${decision.costClass} within `
            + `${limit?.rate.seconds} seconds; try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}`,
        {}, { retryAfterSeconds: seconds });
}
