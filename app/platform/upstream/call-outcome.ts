import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { UpstreamOutcome } from './upstream-observer.ts';

const byCode = new Map<ErrorCode, UpstreamOutcome>([
    ['EXCHANGE_RATE_MISSING', 'not_found'],
    ['UPSTREAM_REJECTED', 'rejected'],
    ['UPSTREAM_MISCONFIGURED', 'misconfigured'],
    ['UPSTREAM_CONTRACT_BROKEN', 'contract_broken']
]);

const byReason = new Map<unknown, UpstreamOutcome>([
    ['timeout', 'timeout'],
    ['connection', 'connection'],
    ['server_error', 'server_error'],
    ['busy', 'busy'],
    ['breaker_open', 'breaker_open']
]);

/**
 * The outcome that a failed request counts as. Any code `…_NOT_FOUND` means that the upstream answered and has no such
 * thing.
 */
export function outcomeOf(error: unknown): UpstreamOutcome {
    if (!(error instanceof DomainError)) {
        return 'connection';
    }
    if (error.code.endsWith('_NOT_FOUND')) {
        return 'not_found';
    }
    return byCode.get(error.code) ?? byReason.get(error.details['reason']) ?? 'connection';
}
