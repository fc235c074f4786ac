import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditing, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { assertWritten } from '../../domain/invoices/invoice-changed.ts';
import { fileColumns, fileValues, type NewArchivedFile } from './document-archive.repository.ts';

const insertDuplicate: Statement = {
    name: 'insert_duplicate',
    text: `WITH ${held},
        -- Locked, so that it is not annulled between the look at it and the duplicate.
        valid AS (
            SELECT FROM invoices.invoice i
            WHERE i.organisation_id = $8 AND i.id = $9::uuid AND i.annulled_at IS NULL FOR SHARE),
        stored AS (
            INSERT INTO invoices.document_file (${fileColumns})
            SELECT $8, $9::uuid, $10, $11::date, $12, $13, $14, $15::int, $16, $17::timestamptz
            WHERE ${mayWrite} AND EXISTS (SELECT FROM valid)
            ON CONFLICT DO NOTHING RETURNING invoice_id),
        ${auditing('stored')},
        ${answering('stored')}
        SELECT FROM stored`
};

/** Records that are stored together with a duplicate. */
export type DuplicateWrite = {
    readonly command: Command; readonly audit: AuditEntry; readonly answer: KeptAnswer | undefined;
};

/**
 * Archives a duplicate.
 * @throws DomainError `INVOICE_CHANGED` when another request made the one of this day meanwhile, or annulled the
 *     invoice
 */
export async function saveDuplicate(
    { query }: Pick<Database, 'query'>, file: NewArchivedFile, { command, audit, answer }: DuplicateWrite
): Promise<void> {
    const rows = await query(insertDuplicate, [...writeValues(command, audit, answer), ...fileValues(file)]);
    assertWritten(rows, { id: file.invoiceId });
}
