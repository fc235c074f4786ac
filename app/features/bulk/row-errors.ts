import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import type { RowError } from './bulk-job.ts';

/** Maximum number of faults in one answer. */
const maxListed = 100;

/**
 * The error of one row for the caller: the message and every path begin with the row, as in
 * `invoices[3].items[0].quantity`.
 */
export function ofRow(index: number, error: DomainError): DomainError {
    const row = `invoices[${index}]`;
    const faults = error.faults.map((fault) => ({ ...fault, path: fault.path === '' ? row : `${row}.${fault.path}` }));
    return new DomainError(error.code, sentenceOf(row, error, faults), error.details, {
        cause: error,
        // An outage is not the fault of a field, but the error names the row that it hit.
        faults: faults.length > 0 ? faults : [{ path: row, code: error.code, message: error.message }],
        ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds })
    });
}

/** The error of a row for answers and for stored rows. */
export function toRowError({ code, message, faults }: DomainError): RowError {
    return { code, message, errors: faults };
}

/**
 * The refusal of all rows for the errors of some: the code of the first, the faults of each. @param errors - From
 * {@link ofRow}, in the order of the rows
 */
export function refusalOfAll(errors: readonly [DomainError, ...DomainError[]]): DomainError {
    const [first] = errors;
    const faults = errors.flatMap((error) => error.faults);
    const others = errors.length - 1;
    const sentence = [
        first.message,
        ...(others === 0 ? [] : [`and ${others} more ${others === 1 ? 'row has' : 'rows have'} faults`]),
        ...(faults.length > maxListed
            ? [`${faults.length - maxListed} of the ${faults.length} faults are not listed`] : []),
        'nothing was stored'
    ].join('; ');
    return new DomainError(first.code, sentence, { ...first.details, failed: errors.length, faults: faults.length }, {
        cause: first,
        faults: faults.slice(0, maxListed),
        ...(first.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: first.retryAfterSeconds })
    });
}

/** A sentence made of the faults is made again of those with the row; another one follows the row. */
function sentenceOf(row: string, { message, faults: own }: DomainError, faults: readonly Fault[]): string {
    if (own.length > 0 && message === faultSentence(own)) {
        return faultSentence(faults);
    }
    const [first] = own;
    return first !== undefined && first.path !== '' && message.startsWith(first.path)
        ? `${row}.${message}` : `${row}: ${message}`;
}
