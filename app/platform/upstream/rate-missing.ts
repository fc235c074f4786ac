import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';

/**
 * Error for a missing rate: a retry changes nothing, the caller has to give one. @param reason - Continues
 * "exchangeRate is needed: …"
 */
export function rateMissing(reason: string): DomainError {
    return refusedField('EXCHANGE_RATE_MISSING', 'exchangeRate', `is needed: ${reason}`);
}
