import type { AuditEntry } from '../audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../commands/command.ts';
import { answering, auditingEach, held, mayWrite, writeTexts } from '../commands/write.ts';
import type { Database, Statement } from '../database/database.ts';
import { DomainError } from '../errors/domain-error.ts';
import { letOthersRun } from '../let-others-run.ts';
import type { Invoice } from './invoice.ts';
import { invoiceValues, lineValues } from './invoice.values.ts';

/** One new draft as a statement takes it, in JSON text: written one by one, so that many of them never keep other requests waiting. */
export type DraftRow = { readonly invoice: string; readonly lines: string; readonly audit: string };

/** One draft costs what it did with a statement of its own, so one and many are stored in the same way. */
const insert: Statement = {
    name: 'insert_drafts',
    text: `WITH ${held},
        written AS (
            INSERT INTO invoice SELECT r.* FROM jsonb_populate_recordset(NULL::invoice, $8::jsonb) r WHERE ${mayWrite} RETURNING id),
        stored AS (SELECT FROM written LIMIT 1),
        lines AS (INSERT INTO invoice_line SELECT r.* FROM jsonb_populate_recordset(NULL::invoice_line, $9::jsonb) r, stored),
        ${auditingEach('stored')},
        ${answering('stored')}
        SELECT FROM stored`
};

/** A new draft with its first audit entry, ready to be stored. */
export function draftRow(draft: Invoice, audit: AuditEntry): DraftRow {
    return {
        invoice: JSON.stringify(invoiceValues(draft)),
        lines: JSON.stringify(lineValues(draft)).slice(1, -1),
        audit: JSON.stringify(audit)
    };
}

/**
 * Stores new drafts with their lines and audit entries, all or none.
 * @param rows - At least one.
 * @throws DomainError `IDEMPOTENCY_KEY_RUNNING` when another try of the same request took over
 * @throws Error of the constraint `invoice_quote_key`: see `quote-taken.ts`
 */
export async function insertDrafts(
    { query }: Pick<Database, 'query'>, rows: readonly DraftRow[], { command, answer }: { readonly command: Command; readonly answer: KeptAnswer | undefined }
): Promise<void> {
    // Of many drafts each list is megabytes of text; the driver writes them out in one piece after this.
    const lists: string[] = [];
    for (const part of ['audit', 'invoice', 'lines'] as const) {
        await letOthersRun();
        lists.push(`[${rows.map((row) => row[part]).filter((text) => text !== '').join(',')}]`);
    }
    const [audit = '', invoices, lines] = lists;
    await letOthersRun();
    const stored = await query(insert, [...writeTexts(command, audit, answer), invoices, lines]);
    if (stored.length !== 1) {
        throw new DomainError('IDEMPOTENCY_KEY_RUNNING', 'Idempotency-Key: another try of this request is running', {}, { retryAfterSeconds: 1 });
    }
}
