import { decimalsOf } from './currencies.ts';
import { formatMinor } from './decimal.ts';

/** An amount with its currency, as messages write it: `598.00 PLN`. */
export function moneyText(minor: bigint, currency: string): string {
    return `${formatMinor(minor, decimalsOf(currency))} ${currency}`;
}
