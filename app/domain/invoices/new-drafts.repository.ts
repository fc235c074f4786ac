import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import { assertClaimHeld } from '../../platform/commands/assert-claim-held.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditingEach, held, mayWrite, writeTexts } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';
import type { Invoice } from './invoice.ts';
import { invoiceValues, lineValues, type LineValues } from './invoice.values.ts';
import { lineArrays, lineColumnList, linesFrom } from './line-arrays.ts';

/**
 * One new draft as parameters of the statement, JSON as bytes: written one by one, so that many of them never block
 * other requests.
 */
export type DraftRow = { readonly invoice: Buffer; readonly lines: readonly LineValues[]; readonly audit: Buffer };

const [opened, comma, closed] = [Buffer.from('\u0001['), Buffer.from(','), Buffer.from(']')];

/** Statement for one draft and for many: storing one costs the same as with a statement of its own. */
const insert: Statement = {
    name: 'insert_drafts',
    text: `WITH ${held},
        written AS (
            INSERT INTO invoices.invoice SELECT r.* FROM jsonb_populate_recordset(NULL::invoices.invoice, $8::jsonb) r
                WHERE ${mayWrite} RETURNING id),
        stored AS (SELECT FROM written LIMIT 1),
        lines AS (INSERT INTO invoices.invoice_line (${lineColumnList}) SELECT r.* FROM stored, ${linesFrom(9)} r),
        ${auditingEach('stored')},
        ${answering('stored')}
        SELECT FROM stored`
};

/** A new draft with its first audit entry, ready to be stored. */
export function draftRow(draft: Invoice, audit: AuditEntry): DraftRow {
    return {
        invoice: Buffer.from(JSON.stringify(invoiceValues(draft))),
        lines: lineValues(draft),
        audit: Buffer.from(JSON.stringify(audit))
    };
}

/**
 * Stores new drafts with their lines and audit entries, all or none.
 * @param rows - At least one.
 * @throws DomainError `IDEMPOTENCY_KEY_RUNNING` when another attempt of the same request took over
 * @throws Error of the constraint `invoice_quote_key`: see `quote-taken.ts`
 */
export async function insertDrafts(
    { query }: Pick<Database, 'query'>, rows: readonly DraftRow[],
    { command, answer }: { readonly command: Command; readonly answer: KeptAnswer | undefined }
): Promise<void> {
    const lines = await lineArrays(rows.flatMap((row) => row.lines));
    const audit = jsonbList(rows.map((row) => row.audit));
    const invoices = jsonbList(rows.map((row) => row.invoice));
    await yieldToEventLoop();
    assertClaimHeld(await query(insert, [...writeTexts(command, audit, answer), invoices, ...lines]));
}

/**
 * A list as binary jsonb: a version and the JSON. Joining megabytes of text and encoding them as UTF-8 takes twice as
 * long.
 */
export function jsonbList(entries: readonly Buffer[]): Buffer {
    return Buffer.concat([
        opened, ...entries.flatMap((entry, index) => (index === 0 ? [entry] : [comma, entry])), closed
    ]);
}
