import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { answering, auditingEach, emitting, held, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import { invoiceChanged } from '../../domain/invoices/invoice-changed.ts';
import { archiving } from '../../domain/invoices/archiving.sql.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { invoiceValues, lineValues } from '../../domain/invoices/invoice.values.ts';
import { refusedDate, refuseTakenNumber } from '../../domain/invoices/issued.repository.ts';
import { gate, moving } from '../../domain/invoices/issued-changes.sql.ts';
import type { Series } from '../../domain/numbering/number-pattern.ts';
import { takingNumber, type TakenNumber } from '../../domain/numbering/taking-number.sql.ts';
import { refuseBrokenRule } from './issued-changes.repository.ts';
import { entryValues, settlementValues, settling } from './settlement.sql.ts';
import type { Settlement } from './settlement.ts';

/** SQL for `text` with its placeholders replaced by number and chain hash, given the gate as `w`. */
const numberedText = (text: string): string =>
    `replace(replace(${text}, $21::text, w.number), $22::text, w.chain_hash)`;

/** SQL for JSON with its placeholders replaced by number and chain hash. */
const numbered = (json: string): string => `${numberedText(`(${json})::text`)}::jsonb`;

/**
 * Issues a document in one statement, which is one transaction: locks the changed document in the version that was
 * read, takes the next number, stores the new document, the changed one and the settlements, and writes audit entries,
 * events and kept answer. A refused date writes nothing.
 */
const saveStatement: Statement = {
    name: 'save_issued_document',
    text: `WITH ${held},
        ${gate('$8', 'unchanged')},
        ${takingNumber('unchanged', {
            organisation: '$1', series: '$14', invoiceType: '$23', period: '$15', issueDate: '$16',
            mayBackdate: '$17', prefix: '$18', digits: '$19', suffix: '$20', today: '$24',
            contentHash: `($12::jsonb->>'content_hash')`
        })},
        gate AS (SELECT number, last_number, chain_hash FROM counter),
        ${moving},
        ${settling('$9', '$10')},
        issued AS (
            INSERT INTO invoices.invoice SELECT r.* FROM gate w, jsonb_populate_record(
                NULL::invoices.invoice, ${numbered('$12')} || jsonb_build_object('series_number', w.last_number)) r),
        lines AS (INSERT INTO invoices.invoice_line SELECT l.*
        FROM gate, jsonb_populate_recordset(NULL::invoices.invoice_line, $13::jsonb) l),
        ${auditingEach('gate', numbered('a.after'))},
        ${emitting('gate', '$11', numbered("e.event->'payload'"))},
        ${archiving('issued', 'gate', `$12::jsonb->>'id'`)},
        ${answering('gate', numberedText('$7'))}
        SELECT EXISTS (SELECT FROM unchanged) AS found, (SELECT number FROM gate) AS number,
            (SELECT last_number::text FROM gate) AS series_number,
            (SELECT chain_hash FROM gate) AS chain_hash`
};

type SavedRow = { readonly found: boolean; readonly number: string | null; readonly series_number: string
    | null; readonly chain_hash: string | null };

/**
 * A document that is issued as it is stored: a corrective with its original, or an advance invoice with its proforma.
 * Its `number` and `chainHash` are placeholders that the statement replaces wherever they occur.
 */
export type IssuedDocumentWrite = {
    readonly command: Command;
    readonly series: Series;
    readonly document: Invoice;
    /** The issued document that changes with it, with the next version. */
    readonly changed: Invoice;
    readonly settlements: readonly Settlement[];
    readonly audit: readonly AuditEntry[];
    readonly events: readonly OutgoingEvent[];
    readonly answer: KeptAnswer | undefined;
    /** True when the caller may issue before the series' last date. */
    readonly mayBackdate: boolean;
    /** Current calendar date in the seller's time zone. */
    readonly today: string;
};

/**
 * Stores a new document with its number.
 * @throws DomainError `INVOICE_CHANGED` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN` | `CREDIT_INSUFFICIENT`
 */
export async function saveIssuedDocument(database: Database, write: IssuedDocumentWrite): Promise<TakenNumber> {
    const { command, series, document, changed, settlements, audit, events, answer, mayBackdate, today } = write;
    const [row] = await database.query<SavedRow>(saveStatement, [
        ...writeValues(command, audit, answer), JSON.stringify([invoiceValues(changed)]),
        settlementValues(settlements), entryValues(settlements),
        eventValues(events), JSON.stringify(invoiceValues(document)), JSON.stringify(lineValues(document)),
        series.id, series.period, document.issueDate, mayBackdate, series.prefix, series.digits,
        series.suffix, document.number, document.chainHash, series.invoiceType, today
    ]).catch(refuseTakenNumber).catch(refuseBrokenRule);

    if (row?.found !== true) {
        throw invoiceChanged({ id: changed.id });
    }
    if (row.number === null || row.series_number === null) {
        throw await refusedDate(database, document, series, today);
    }
    return { number: row.number, seriesNumber: BigInt(row.series_number), chainHash: row.chain_hash };
}
