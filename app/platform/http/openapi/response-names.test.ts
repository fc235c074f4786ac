import { expect, test } from '@jest/globals';
import { responseNames, type ErrorSetUse } from './response-names.ts';

const uses: readonly ErrorSetUse[] = [
    { operationId: 'read', status: 404, codes: ['INVOICE_NOT_FOUND'] },
    { operationId: 'readItem', status: 404, codes: ['INVOICE_NOT_FOUND', 'ITEM_NOT_FOUND'] },
    { operationId: 'readJob', status: 404, codes: ['JOB_NOT_FOUND'] },
    { operationId: 'read', status: 503, codes: ['DATABASE_UNAVAILABLE'] },
    { operationId: 'create', status: 503, codes: ['DATABASE_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'] },
    { operationId: 'send', status: 409, codes: ['INVOICE_CANCELLED', 'INVOICE_CHANGED', 'NUMBER_TAKEN'] },
    { operationId: 'issue', status: 409, codes: ['INVOICE_CANCELLED', 'INVOICE_CHANGED', 'NUMBER_TAKEN'] },
    { operationId: 'delete', status: 409, codes: ['INVOICE_NOT_DRAFT'] }
];
const nameOf = responseNames(uses);

test('a set is named after its status and what not every set of the status has', () => {
    expect(nameOf({ status: 503, codes: ['DATABASE_UNAVAILABLE'] })).toBe('ServiceUnavailable');
    expect(nameOf({ status: 503, codes: ['DATABASE_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'] }))
        .toBe('ServiceUnavailableUpstreamUnavailable');
});

test('a set without anything in common with the others is named after its codes', () => {
    expect(nameOf({ status: 404, codes: ['JOB_NOT_FOUND'] })).toBe('JobNotFound');
    expect(nameOf({ status: 404, codes: ['INVOICE_NOT_FOUND', 'ITEM_NOT_FOUND'] }))
        .toBe('InvoiceNotFoundOrItemNotFound');
});

test('a set of many codes is named after the first operation that has it', () => {
    expect(nameOf({ status: 409, codes: ['INVOICE_CANCELLED', 'INVOICE_CHANGED', 'NUMBER_TAKEN'] }))
        .toBe('ConflictOfIssue');
});

test('no two sets have the same name', () => {
    const names = new Map(uses.map((use) => [`${use.status} ${use.codes.join()}`, nameOf(use)]));

    expect(new Set(names.values()).size).toBe(names.size);
});
