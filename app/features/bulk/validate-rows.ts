import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkedValue } from '../../platform/http/validation.ts';
import { newInvoiceBody, type NewInvoiceInput } from '../../domain/invoices/invoice.schemas.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';

/**
 * Validates each row like the body of `POST /invoices`; a refused row is replaced by its error.
 * @param timeZone - IANA name of the organisation's time zone, in which an instant becomes a date.
 */
export async function validateRows(
    rows: readonly unknown[], timeZone: string
): Promise<readonly (NewInvoiceInput | DomainError)[]> {
    const checked: (NewInvoiceInput | DomainError)[] = [];
    for (const row of rows) {
        await yieldToEventLoop();
        checked.push(checkedValue(newInvoiceBody, row, timeZone));
    }
    return checked;
}
