import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ListQuery, SortKey } from './list-query.ts';

/** The last row of a page: the value it was sorted by, as PostgreSQL writes it, and its id. */
export type Position = { readonly value: string; readonly id: string };

/**
 * Patterns of a position's value, so that a forged cursor is refused here and not by the database, which has no year 0.
 */
const valuePatterns = {
    issueDate: /^((?!0000)\d{4}-\d\d-\d\d|infinity)$/,
    dueDate: /^((?!0000)\d{4}-\d\d-\d\d|infinity)$/,
    invoiceNumber: /^[ -~]{1,100}$/,
    customerName: /^[^\0]{0,100}$/su,
    totalGross: /^-?\d{1,15}(\.\d{1,4})?$/,
    createdAt: /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
} as const satisfies Record<SortKey, RegExp>;

const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Writes the cursor for the rows after a position. It names the order that it belongs to, because in another one it
 * would skip rows.
 */
export function writeCursor(
    { sortBy, sortOrder }: Pick<ListQuery, 'sortBy' | 'sortOrder'>, { value, id }: Position
): string {
    return Buffer.from(JSON.stringify([sortBy, sortOrder, value, id])).toString('base64url');
}

/**
 * Reads a cursor; undefined without one. @throws DomainError `VALIDATION_FAILED` when it is not one of ours, or belongs
 * to another order
 */
export function readCursor({ sortBy, sortOrder, cursor }: ListQuery): Position | undefined {
    if (cursor === undefined) {
        return undefined;
    }
    const [cursorSortBy, cursorSortOrder, value, id] = partsOf(cursor);
    if (typeof value !== 'string' || typeof id !== 'string' || !idPattern.test(id)) {
        throw refused('is not a cursor of this list');
    }
    if (cursorSortBy !== sortBy || cursorSortOrder !== sortOrder) {
        throw refused('belongs to another sortBy or sortOrder');
    }
    if (!valuePatterns[sortBy].test(value) || !isRealDate(sortBy, value)) {
        throw refused('is not a cursor of this list');
    }
    return { value, id };
}

function partsOf(cursor: string): readonly unknown[] {
    try {
        const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
        return Array.isArray(parts) ? parts : [];
    } catch {
        return [];
    }
}

function isRealDate(sortBy: SortKey, value: string): boolean {
    const isDate = sortBy === 'issueDate' || sortBy === 'dueDate' || sortBy === 'createdAt';
    if (!isDate || value === 'infinity') {
        return true;
    }
    const date = new Date(value);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function refused(clause: string): DomainError {
    return refusedField('VALIDATION_FAILED', 'cursor', clause, 'INVALID_CURSOR');
}
