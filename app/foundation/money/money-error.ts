/** Faults of a number or a VAT rate. The caller's code maps each to an error of its own. */
export type MoneyErrorCode =
    | 'NOT_A_PLAIN_DECIMAL'
    | 'TOO_MANY_DECIMALS'
    | 'TOO_LARGE'
    | 'NUMBER_NOT_EXACT'
    | 'DIVISION_BY_ZERO'
    | 'CANNOT_ALLOCATE'
    | 'VAT_INVALID';

/**
 * A number that cannot be read, or arithmetic that has no answer. Kept apart from `DomainError` because the money
 * folder imports nothing of ours: the code that reads a field knows its path and turns this into a fault of that field.
 */
export class MoneyError extends RangeError {
    readonly code: MoneyErrorCode;

    /** @param message - A sentence without the field's name, which only the caller knows. */
    constructor(code: MoneyErrorCode, message: string) {
        super(message);
        this.name = 'MoneyError';
        this.code = code;
    }
}
