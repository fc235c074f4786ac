import { DomainError } from './domain-error.ts';
import type { ErrorCode } from './error-codes.ts';

/**
 * A request refused for one field, named in the sentence and in the answer's `errors`.
 * @param path - As the caller would write it: `items[3].quantity`.
 * @param clause - Continues a sentence that begins with the field.
 * @param faultCode - Code of the fault, where it says more than the code of the error.
 */
export function refusedField(code: ErrorCode, path: string, clause: string, faultCode: string = code): DomainError {
    return new DomainError(code, `${path} ${clause}`, {}, { faults: [{ path, code: faultCode, message: clause }] });
}
