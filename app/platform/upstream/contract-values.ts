import { isCurrency } from '../../foundation/money/currencies.ts';
import { oneMicros } from '../../foundation/money/decimal.ts';
import type { ContractBreak } from './json-fields.ts';

/** Maximum length of a unit of quantity, as of one that a caller gives. */
export const maxUnitCharacters = 20;

/** Checks that a VAT rate is between 0 and 100 percent; null stays null. */
export function percentOf(name: string, micros: bigint | null, broken: ContractBreak): bigint | null {
    if (micros !== null && micros > 100n * oneMicros) {
        throw broken(`has ${name}, which is more than 100 percent`);
    }
    return micros;
}

/**
 * Checks that an id is a UUID, the nil one and capitals included: its column holds nothing else. Returns it in lower
 * case.
 */
export function uuidOf(name: string, text: string, broken: ContractBreak): string {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
        throw broken(`has ${name}, which is not a UUID`);
    }
    return text.toLowerCase();
}

/** Checks that a currency is in ISO 4217, written in capitals or not; null stays null. */
export function currencyOf(text: string | null, broken: ContractBreak): string | null {
    const code = text?.toUpperCase() ?? null;

    if (code !== null && !isCurrency(code)) {
        throw broken('has currency, which is not in ISO 4217');
    }
    return code;
}
