import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { UpstreamOutcome } from './upstream-observer.ts';

const byCode = new Map<ErrorCode, UpstreamOutcome>([
    ['CONTACT_NOT_FOUND', 'not_found'],
    ['PRODUCT_NOT_FOUND', 'not_found'],
    ['SERVICE_NOT_FOUND', 'not_found'],
    ['QUOTE_NOT_FOUND', 'not_found'],
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

/** How a failed exchange is counted. */
export function outcomeOf(error: unknown): UpstreamOutcome {
    if (!(error instanceof DomainError)) {
        return 'connection';
    }
    return byCode.get(error.code) ?? byReason.get(error.details['reason']) ?? 'connection';
}
