import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { yieldToEventLoop } from '../../foundation/clock/yield-to-event-loop.ts';
import { assertClaimHeld } from '../../platform/commands/assert-claim-held.ts';
import type { Command, KeptAnswer } from '../../platform/commands/command.ts';
import { standInPattern } from '../../platform/commands/stand-in-texts.ts';
import { auditingEach, emitting, held, mayWrite, writeTexts } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../events/event.ts';
import type { Series } from '../numbering/number-pattern.ts';
import type { TakenNumber } from '../numbering/taking-number.sql.ts';
import type { Invoice } from './invoice.ts';
import { refusedDateOf, refuseTakenNumber } from './issued.repository.ts';
import { archiving } from './archiving.sql.ts';
import { lineArrays, lineColumnList, linesFrom } from './line-arrays.ts';
import { jsonbList, type DraftRow } from './new-drafts.repository.ts';
import type { StandIns } from './stand-ins.ts';

/** The number that an invoice takes when it is stored, and what the statement needs for it. */
export type WantedNumber = {
    readonly series: Series;
    /** Current calendar date in the seller's time zone: no later date of the series counts. */
    readonly today: string;
    /** Texts in the kept answer that number and chain hash replace. */
    readonly standIns: StandIns;
    readonly events: readonly OutgoingEvent[];
};

/** A new invoice with its row; without `wanted` it is a draft. */
export type NewRow = {
    readonly invoice: Pick<Invoice, 'id' | 'issueDate' | 'contentHash'>;
    readonly row: DraftRow;
    readonly wanted?: WantedNumber;
};

type StoredRow = {
    readonly taken: readonly {
        readonly id: string; readonly number: string; readonly series_number: string; readonly chain_hash: string;
    }[] | null;
};

/** SQL of the members that numbering adds to the JSON of an invoice; `{}` for a draft. @param id - SQL of its id */
const numbers = (id: string): string => `COALESCE((SELECT jsonb_build_object(
    'invoiceNumber', t.number, 'chainHash', t.chain_hash) FROM taken t WHERE t.invoice_id = ${id}), '{}')`;

/** SQL of the kept body: its pieces, with the numbers between them. */
const body = `(SELECT string_agg(p.text || COALESCE(
        CASE p.value WHEN 'number' THEN t.number WHEN 'chainHash' THEN t.chain_hash END, ''), '' ORDER BY p.place)
    FROM jsonb_to_recordset($7::jsonb) AS p(place int, text text, value text, invoice_id uuid)
    LEFT JOIN taken t USING (invoice_id))`;

/**
 * Stores invoices with their numbers and drafts with none in one statement, which is one transaction: takes the
 * numbers, stores the frozen invoices with lines, audit entries, events and kept answer. A refused date stores nothing.
 */
const insert: Statement = {
    name: 'insert_issued',
    text: `WITH ${held},
        gate AS (SELECT WHERE ${mayWrite}),
        taken AS MATERIALIZED (
            SELECT t.* FROM gate, LATERAL invoices.take_numbers($1, $10::jsonb, $11::boolean) t),
        written AS (
            INSERT INTO invoices.invoice SELECT r.*
            FROM gate, jsonb_populate_recordset(NULL::invoices.invoice, $8::jsonb) d
            LEFT JOIN taken t ON t.invoice_id = d.id,
            LATERAL jsonb_populate_record(d, CASE WHEN t.invoice_id IS NULL THEN '{}'::jsonb ELSE jsonb_build_object(
                'number', t.number, 'series_number', t.series_number, 'chain_hash', t.chain_hash) END) r
            RETURNING id),
        stored AS (SELECT FROM written LIMIT 1),
        lines AS (INSERT INTO invoices.invoice_line (${lineColumnList}) SELECT r.* FROM stored, ${linesFrom(12)} r),
        ${auditingEach('stored', `a.after || ${numbers('a.invoice_id')}`)},
        ${emitting('stored', '$9', `e.event->'payload' || ${numbers(`(e.event->>'invoice_id')::uuid`)}`)},
        ${archiving('issued', 'stored, taken w', 'w.invoice_id')},
        answered AS (
            UPDATE invoices.idempotency_key k SET status_code = $5::int, headers = $6::jsonb, body = ${body}
            FROM stored WHERE k.organisation_id = $1 AND k.key = $3 AND k.attempt = $4::uuid)
        SELECT (SELECT json_agg(json_build_object('id', invoice_id, 'number', number,
            'series_number', series_number::text, 'chain_hash', chain_hash)) FROM taken) AS taken FROM stored`
};

/**
 * Stores new invoices, all or none; those with a wanted number take it, in this order.
 * @param rows - At least one.
 * @returns Number and place in the chain by the invoice's id.
 * @throws DatesRefused with the refusal of each
 * @throws DomainError `NUMBER_TAKEN` | `IDEMPOTENCY_KEY_RUNNING`
 * @throws Error of the constraint `invoice_quote_key`: see `quote-taken.ts`
 */
export async function insertIssued(
    { query }: Pick<Database, 'query'>, rows: readonly NewRow[],
    { command, answer }: { readonly command: Command; readonly answer: KeptAnswer | undefined }
): Promise<ReadonlyMap<string, TakenNumber>> {
    const lines = await lineArrays(rows.flatMap(({ row }) => row.lines));
    const events = rows.flatMap(({ wanted }) => wanted?.events ?? []);
    const kept = answer && { ...answer, body: JSON.stringify(piecesOf(answer.body, rows)) };
    await yieldToEventLoop();
    const stored = await query<StoredRow>(insert, [
        ...writeTexts(command, jsonbList(rows.map(({ row }) => row.audit)), kept),
        jsonbList(rows.map(({ row }) => row.invoice)), eventValues(events), JSON.stringify(wantedNumbers(rows)),
        command.caller.scopes.includes('invoices:backdate'), ...lines
    ]).catch((error: unknown) => refuseDates(error, rows)).catch(refuseTakenNumber);
    assertClaimHeld(stored);
    return new Map(stored[0]?.taken?.map(({ id, number, series_number: place, chain_hash: chainHash }) =>
        [id, { number, seriesNumber: BigInt(place), chainHash }]) ?? []);
}

function wantedNumbers(rows: readonly NewRow[]): readonly object[] {
    return rows.flatMap(({ invoice: { id, issueDate, contentHash }, wanted }, place) => {
        if (wanted === undefined) {
            return [];
        }
        if (contentHash === null) {
            throw new RangeError(`document ${id} has no content hash`);
        }
        const { today, series: { id: seriesId, invoiceType, period, prefix, digits, suffix } } = wanted;
        return [{
            place, invoice_id: id, series_id: seriesId, invoice_type: invoiceType, period, prefix, digits, suffix,
            issue_date: issueDate, today, content_hash: contentHash
        }];
    });
}

type Piece = {
    readonly place: number; readonly text: string;
    readonly value?: 'number' | 'chainHash'; readonly invoice_id?: string;
};

/**
 * Cuts the kept body at its stand-ins, so that PostgreSQL puts the numbers between the pieces: replacing each stand-in
 * in the whole text would read a body of a thousand invoices two thousand times.
 */
function piecesOf(text: string, rows: readonly NewRow[]): readonly Piece[] {
    const values = new Map<string, Pick<Piece, 'value' | 'invoice_id'>>();
    for (const { invoice: { id }, wanted } of rows) {
        if (wanted !== undefined) {
            values.set(wanted.standIns.number, { value: 'number', invoice_id: id });
            values.set(wanted.standIns.chainHash, { value: 'chainHash', invoice_id: id });
        }
    }
    const pieces: Piece[] = [];
    let from = 0;
    for (const { 0: found, index } of text.matchAll(standInPattern)) {
        const value = values.get(found);
        if (value !== undefined) {
            pieces.push({ place: pieces.length, text: text.slice(from, index), ...value });
            from = index + found.length;
        }
    }
    return [...pieces, { place: pieces.length, text: text.slice(from) }];
}

/** Error code of `take_numbers` for issue dates that the series refuse. */
const dateRefused = 'IN001';

/** Refusal of issue dates before the last one of their series. Nothing was stored. */
export class DatesRefused extends Error {
    /** Refusals by the id of the invoice, at least one. */
    readonly refusals: ReadonlyMap<string, DomainError>;

    constructor(refusals: ReadonlyMap<string, DomainError>, options: ErrorOptions) {
        super('Issue dates are before the last one of their series', options);
        this.name = 'DatesRefused';
        this.refusals = refusals;
    }
}

type RefusedDate = { readonly invoiceId: string; readonly series: string; readonly lastIssueDate: string };

/** Names the refused dates of an error of `take_numbers`. @throws DatesRefused, or `error` unchanged */
function refuseDates(error: unknown, rows: readonly NewRow[]): never {
    if (error instanceof Error && 'code' in error && error.code === dateRefused && 'detail' in error) {
        const refused = JSON.parse(String(error.detail)) as readonly RefusedDate[];
        const dates = new Map(rows.map(({ invoice: { id, issueDate } }) => [id, issueDate]));
        throw new DatesRefused(new Map(refused.map(({ invoiceId, series, lastIssueDate }) =>
            [invoiceId, refusedDateOf(dates.get(invoiceId) ?? null, series, lastIssueDate)])), { cause: error });
    }
    throw error;
}
