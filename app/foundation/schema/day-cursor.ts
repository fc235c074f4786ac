import { refusedField } from '../errors/refused-field.ts';

/** The last row of a page, in a list that is sorted by a day and within the day by id. */
export type DayPosition = {
    /** `YYYY-MM-DD` */
    readonly day: string;
    readonly id: string;
};

/** Pattern of a cursor's text. It refuses the year 0, which PostgreSQL does not have. */
const positionPattern = /^((?!0000)\d{4}-\d\d-\d\d) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A cursor for the rows after a position. */
export function writeDayCursor({ day, id }: DayPosition): string {
    return Buffer.from(`${day} ${id}`).toString('base64url');
}

/** @throws DomainError `VALIDATION_FAILED` when the cursor is not one of ours */
export function readDayCursor(cursor: string | undefined): DayPosition | undefined {
    if (cursor === undefined) {
        return undefined;
    }
    const [, day, id] = positionPattern.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
    if (day === undefined || id === undefined || !isRealDay(day)) {
        throw refusedField('VALIDATION_FAILED', 'cursor', 'is not a cursor of this list', 'INVALID_CURSOR');
    }
    return { day, id };
}

function isRealDay(day: string): boolean {
    const date = new Date(day);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
