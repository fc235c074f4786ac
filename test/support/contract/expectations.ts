import type { Answered } from '../given-service.ts';
import type { Operation } from './api-document.ts';
import type { ContractCase } from './contract-case.ts';
import { reasonOfGap } from './known-gaps.ts';

type Fault = { readonly path: string; readonly code: string };

/** The fault of an answer to a case: a valid request was refused as wrong, or a wrong one was not, or not by name. */
export function faultOfCase(operation: Operation, request: ContractCase, answer: Answered): string | undefined {
    if (answer.status >= 500) {
        return `status ${answer.status}`;
    }
    return request.fault === undefined
        ? faultOfValid(operation, answer) : faultOfInvalid(operation, request.fault, answer);
}

function faultOfValid({ id }: Operation, { status, body }: Answered): string | undefined {
    if (status !== 400) {
        return undefined;
    }
    const faults: readonly Fault[] = body?.errors ?? [];
    const isExplained = faults.length > 0 && faults.every((fault) => reasonOfGap(id, fault) !== undefined);
    return isExplained ? undefined : 'valid by the document, refused by the service';
}

function faultOfInvalid(
    { id }: Operation, { place, kind, path }: NonNullable<ContractCase['fault']>, { status, body, text }: Answered
): string | undefined {
    const refused = `${kind} at ${place} ${path}`;
    if (status < 400) {
        const isInRows = id === 'bulkCreateInvoices' && path.startsWith('invoices[') && namesPlace(text, path);
        return isInRows ? undefined : `invalid by the document (${refused}), taken by the service`;
    }
    const faults: readonly Fault[] = body?.errors ?? [];
    const isNamed = place === 'header'
        ? text.includes(path)
        : faults.some((fault) => fault.path.startsWith(path) || path.startsWith(`${fault.path}[`));
    return isNamed ? undefined : `the answer does not name the place of ${refused}`;
}

/** Tells whether an answer names the last part of a place. */
function namesPlace(text: string, path: string): boolean {
    return text.includes(path.split('.').at(-1) ?? path);
}
