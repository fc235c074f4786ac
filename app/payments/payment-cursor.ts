import { refusedField } from '../errors/refused-field.ts';

/** The last settlement of a page. */
export type PaymentPosition = { readonly settledOn: string; readonly id: string };

const positionPattern = /^(20\d\d-\d\d-\d\d) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A cursor for the settlements after a position. */
export function writePaymentCursor({ settledOn, id }: PaymentPosition): string {
    return Buffer.from(`${settledOn} ${id}`).toString('base64url');
}

/** @throws DomainError `VALIDATION_FAILED` when the cursor is not one of ours */
export function readPaymentCursor(cursor: string | undefined): PaymentPosition | undefined {
    if (cursor === undefined) {
        return undefined;
    }
    const [, settledOn, id] = positionPattern.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
    if (settledOn === undefined || id === undefined || !isRealDay(settledOn)) {
        throw refusedField('VALIDATION_FAILED', 'cursor', 'is not a cursor of this list', 'INVALID_CURSOR');
    }
    return { settledOn, id };
}

function isRealDay(day: string): boolean {
    const date = new Date(day);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
