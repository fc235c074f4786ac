import { DomainError } from '../../foundation/errors/domain-error.ts';

/**
 * Checks the answer of a statement that writes under a claim: one row, or none when another try of the request took
 * over its Idempotency-Key.
 * @throws DomainError `IDEMPOTENCY_KEY_RUNNING`
 */
export function assertClaimHeld(stored: readonly unknown[]): void {
    if (stored.length !== 1) {
        throw new DomainError('IDEMPOTENCY_KEY_RUNNING', 'Idempotency-Key: another try of this request is running', {},
            { retryAfterSeconds: 1 });
    }
}
