import { DomainError } from './domain-error.ts';
import type { ErrorCode } from './error-codes.ts';

/**
 * The error for a request refused because of one field. Its message and its `errors` name the field.
 * @param path - The field as the caller would write it: `items[3].quantity`.
 * @param clause - Continues a sentence that begins with the field.
 * @param faultCode - Code of the fault, when it is more specific than the code of the error.
 */
export function refusedField(code: ErrorCode, path: string, clause: string, faultCode: string = code): DomainError {
    return new DomainError(code, `${path} ${clause}`, {}, { faults: [{ path, code: faultCode, message: clause }] });
}
