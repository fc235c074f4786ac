import { refusedField } from '../errors/refused-field.ts';
import { isCalendarDay } from './report-period.ts';

/** The last invoice of a page. */
export type OverduePosition = { readonly dueDate: string; readonly id: string };

const positionPattern = /^(\d{4}-\d\d-\d\d) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A cursor for the invoices after a position. */
export function writeOverdueCursor({ dueDate, id }: OverduePosition): string {
    return Buffer.from(`${dueDate} ${id}`).toString('base64url');
}

/** @throws DomainError `VALIDATION_FAILED` when the cursor is not one of ours */
export function readOverdueCursor(cursor: string | undefined): OverduePosition | undefined {
    if (cursor === undefined) {
        return undefined;
    }
    const [, dueDate, id] = positionPattern.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
    if (dueDate === undefined || id === undefined || !isCalendarDay(dueDate)) {
        throw refusedField('VALIDATION_FAILED', 'cursor', 'is not a cursor of this list', 'INVALID_CURSOR');
    }
    return { dueDate, id };
}
