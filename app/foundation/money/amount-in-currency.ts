import { refusedField } from '../errors/refused-field.ts';
import { decimalsOf } from './currencies.ts';
import { amountLimitMinor, microsDecimals } from './decimal.ts';

/**
 * An amount in minor units of a currency, once the currency is known.
 * @param micros - The given amount in millionths.
 * @param path - The field, for the error.
 * @throws DomainError `VALIDATION_FAILED` when it has more decimals than the currency, or is too large
 */
export function amountInCurrency(micros: bigint, currency: string, path: string): bigint {
    const decimals = decimalsOf(currency);
    const unit = 10n ** BigInt(microsDecimals - decimals);
    if (micros % unit !== 0n) {
        throw refusedField('VALIDATION_FAILED', path, decimals === 0 ? `must have no decimals in ${currency}`
            : `must have at most ${decimals} decimals in ${currency}`, 'TOO_MANY_DECIMALS');
    }
    if (micros / unit >= amountLimitMinor) {
        throw refusedField('VALIDATION_FAILED', path, 'is too large an amount', 'TOO_LARGE');
    }
    return micros / unit;
}
