import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkedValue } from '../../platform/http/validation.ts';
import type { DraftInput } from '../../domain/invoices/draft-input.ts';
import { draftBody } from '../../domain/invoices/invoice.schemas.ts';
import { letOthersRun } from '../../foundation/clock/let-others-run.ts';

/** Each row as the body of `POST /invoices` would be read, or why it is refused. */
export async function checkRows(rows: readonly unknown[]): Promise<readonly (DraftInput | DomainError)[]> {
    const checked: (DraftInput | DomainError)[] = [];
    for (const row of rows) {
        await letOthersRun();
        checked.push(checkedValue(draftBody, row));
    }
    return checked;
}
