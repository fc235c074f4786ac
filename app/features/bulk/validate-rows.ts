import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkedValue } from '../../platform/http/validation.ts';
import { newInvoiceBody, type NewInvoiceInput } from '../../domain/invoices/invoice.schemas.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';

/** Validates each row like the body of `POST /invoices`; a refused row is replaced by its error. */
export async function validateRows(rows: readonly unknown[]): Promise<readonly (NewInvoiceInput | DomainError)[]> {
    const checked: (NewInvoiceInput | DomainError)[] = [];
    for (const row of rows) {
        await yieldToEventLoop();
        checked.push(checkedValue(newInvoiceBody, row));
    }
    return checked;
}
