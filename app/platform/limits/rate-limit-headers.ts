import type { LimitState, RateDecision } from './rate-limits.ts';

/**
 * Headers that tell a caller its limits: for each policy its quota `q` in calls and its window `w` in seconds, the
 * calls that remain `r`, and the seconds `t` until all of them are there again.
 * @see draft-ietf-httpapi-ratelimit-headers-10, RateLimit-Policy and RateLimit as structured fields (RFC 9651)
 */
export function rateLimitHeaders({ limits }: RateDecision): Readonly<Record<string, string>> {
    return {
        'ratelimit-policy': limits.map(({ name, rate }) => `"${name}";q=${rate.calls};w=${rate.seconds}`).join(', '),
        'ratelimit': limits.map(({ name, left, fullInMs }) =>
            `"${name}";r=${left};t=${Math.ceil(fullInMs / 1_000)}`).join(', ')
    };
}

/** The limit that a refused caller waits for longest. */
export function binding({ limits }: RateDecision): LimitState | undefined {
    return limits.toSorted((a, b) => b.nextInMs - a.nextInMs)[0];
}
