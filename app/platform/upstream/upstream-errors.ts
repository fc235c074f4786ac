import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { UpstreamName } from './upstream-observer.ts';

/** Reason that an upstream counts as unavailable. */
export type UnavailableReason = 'timeout' | 'connection' | 'server_error' | 'busy' | 'breaker_open';

const sentences = {
    timeout: 'did not answer in time',
    connection: 'cannot be reached',
    server_error: 'answers with an error of its own',
    busy: 'takes no more calls at the moment',
    breaker_open: 'has failed for several records and is not asked for the moment'
} satisfies Record<UnavailableReason, string>;

/** Wait in seconds that a caller is asked for when nothing says how long an upstream will be down. */
const defaultRetryAfterSeconds = 5;

/** Error for an upstream that does not answer: 503 with `Retry-After`; a cached value may stand in. */
export function unavailable(
    upstream: UpstreamName, reason: UnavailableReason, options: { cause?: unknown; retryAfterSeconds?: number } = {}
): DomainError {
    return new DomainError('UPSTREAM_UNAVAILABLE', `${upstream} ${sentences[reason]}`, { upstream, reason }, {
        cause: options.cause,
        retryAfterSeconds: options.retryAfterSeconds ?? defaultRetryAfterSeconds
    });
}

/**
 * Error for an answer that breaks the upstream's contract: 502.
 * @param problem - Continues "its answer …", in words of ours: the upstream's own may be personal data.
 */
export function contractBroken(upstream: UpstreamName, problem: string): DomainError {
    const message = `${upstream} broke its contract: its answer ${problem}`;

    return new DomainError('UPSTREAM_CONTRACT_BROKEN', message, { upstream, problem });
}

/**
 * Error for a URL setting that leads to something else than the upstream: 502, and an operator has to act.
 * @param problem - Fault in words of ours, never the upstream's.
 */
export function misconfigured(upstream: UpstreamName, problem: string): DomainError {
    return new DomainError(
        'UPSTREAM_MISCONFIGURED', `The URL of ${upstream} is set wrongly: ${problem}`, { upstream, problem });
}

/**
 * Error for a refused call that we hold to be right: 502 with the status. The upstream's own words are in nobody's log
 * and answer: they may repeat what a person typed.
 */
export function rejected(upstream: UpstreamName, status: number): DomainError {
    return new DomainError(
        'UPSTREAM_REJECTED', `${upstream} refused the call with status ${status}`, { upstream, status });
}

/** System codes of a connection that could not be made, so that no record can be the reason. */
const unreachableCodes: readonly unknown[] = [
    'ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT',
    'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID'
];

/** True for a failure to connect at all, which every record would meet. */
export function isUnreachable({ cause }: DomainError): boolean {
    return cause instanceof Error && 'code' in cause && unreachableCodes.includes(cause.code);
}

/** True for failures of the upstream itself, for which a cached value may stand in. */
export function isUpstreamFailure(error: unknown): boolean {
    return error instanceof DomainError
        && (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_CONTRACT_BROKEN');
}

/** True for every error of a call to another service that got no usable answer, whoever has to act on it. */
export function isUpstreamError(error: unknown): boolean {
    return error instanceof DomainError && error.code.startsWith('UPSTREAM_');
}
