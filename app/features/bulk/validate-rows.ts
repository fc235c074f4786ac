import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkedValue } from '../../platform/http/validation.ts';
import { draftBody, type DraftInput } from '../../domain/invoices/invoice.schemas.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';

/** Validates each row like the body of `POST /invoices`; a refused row is replaced by its error. */
export async function validateRows(rows: readonly unknown[]): Promise<readonly (DraftInput | DomainError)[]> {
    const checked: (DraftInput | DomainError)[] = [];
    for (const row of rows) {
        await yieldToEventLoop();
        checked.push(checkedValue(draftBody, row));
    }
    return checked;
}
