import { calendarDate } from '../../foundation/clock/clock.ts';
import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import {
    answering, auditingEach, emitting, held, mayWrite, writeValues
} from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { eventValues, type OutgoingEvent } from '../events/event.ts';
import { archiving } from './archiving.sql.ts';
import { takingNumber } from '../numbering/taking-number.sql.ts';
import { delivering, deliveryValues, type InvoiceDelivery } from './invoice-delivery.ts';
import { invoiceChanged } from './invoice-changed.ts';
import type { Issuable } from './issue.ts';
import { withNumber } from './invoice.document.ts';
import type { Invoice } from './invoice.ts';
import type { Write } from './invoice.repository.ts';
import { storedColumns } from './invoice.columns.ts';
import { issuedValues } from './invoice.values.ts';
import { changedAt } from './stored-columns.ts';
import type { Relied } from './present-advances.ts';
import type { StandIns } from './stand-ins.ts';

/**
 * Row of the answer: `found` for the draft in the version that was read, and the values that the statement assigned.
 */
type IssuedRow = { readonly found: boolean; readonly number: string | null; readonly series_number: string
    | null; readonly chain_hash: string | null };

/** Columns that the statement itself computes, from the counter `c` that it takes. */
const taken: Readonly<Record<string, string>> = {
    number: 'c.number', series_number: 'c.last_number', chain_hash: 'c.chain_hash'
};

const assignments = changedAt(storedColumns, 'issue').map((column) => `${column} = ${taken[column] ?? `d.${column}`}`);

/** SQL of the values that the statement itself computes, with the issued row as `w`. */
const numbered = `jsonb_build_object('invoiceNumber', w.number, 'chainHash', w.chain_hash)`;

/**
 * Issues a draft in one statement, which is one transaction: lock the draft in the version that was checked, take the
 * series' next number, freeze the invoice, write audit entry, outgoing event and kept answer. The series' row stays
 * locked until all of it is committed, so a number is taken by exactly one invoice or, when anything fails, by none.
 */
const issueDraft: Statement = {
    name: 'issue_draft',
    text: `WITH ${held},
        relied AS (
            SELECT i.id FROM invoices.invoice i JOIN jsonb_to_recordset($20::jsonb) AS w(id uuid, version int)
                ON w.id = i.id AND w.version = i.version
            WHERE i.organisation_id = $1 ORDER BY i.id FOR UPDATE OF i),
        draft AS (
            SELECT r.* FROM invoices.invoice i, jsonb_populate_record(NULL::invoices.invoice, $8::jsonb) r
            WHERE i.organisation_id = $1 AND i.id = r.id AND i.version = r.version - 1 AND i.status = 'draft'
                AND (SELECT COUNT(*) FROM relied) = jsonb_array_length($20::jsonb) AND ${mayWrite} FOR UPDATE OF i),
        ${takingNumber('draft', {
            organisation: '$1', series: 'draft.series_id', issueDate: 'draft.issue_date',
            contentHash: "($8::jsonb->>'content_hash')",
            invoiceType: '$9', period: '$10', prefix: '$11', digits: '$12', suffix: '$13', mayBackdate: '$14',
            today: '$19'
        })},
        issued AS (
            UPDATE invoices.invoice i SET ${assignments.join(', ')}
            FROM counter c, draft d WHERE i.id = d.id
            RETURNING i.id, i.number, i.series_number, i.chain_hash),
        deducted AS (
            UPDATE invoices.invoice i SET version = i.version + 1, updated_at = d.updated_at
            FROM relied, draft d, issued
            WHERE i.organisation_id = $1 AND i.id = relied.id AND i.invoice_type = 'advance_invoice'),
        ${delivering('issued', '$16')},
        ${auditingEach('issued', `a.after || ${numbered}`)},
        ${emitting('issued', '$15', `e.event->'payload' || ${numbered}`)},
        ${archiving('issued', 'issued w', 'w.id')},
        ${answering('issued', 'replace(replace($7, $17, w.number), $18, w.chain_hash)')}
        SELECT EXISTS (SELECT FROM draft) AS found,
            (SELECT number FROM issued) AS number, (SELECT series_number::text FROM issued) AS series_number,
            (SELECT chain_hash FROM issued) AS chain_hash`
};

/** Records that {@link saveIssued} stores beside the invoice. */
export type IssueWrite = Omit<Write, 'audit'> & {
    /** The statement adds number and chain hash to each entry. */
    readonly audit: readonly AuditEntry[];
    /** Placeholders of number and chain hash in the kept answer. */
    readonly standIns: StandIns;
    /** The statement adds number and chain hash to each event's data. */
    readonly events: readonly OutgoingEvent[];
    /** Delivery of an invoice that is sent as soon as it is issued. */
    readonly delivery: InvoiceDelivery | undefined;
    /** True when the caller may issue before the series' last date. */
    readonly mayBackdate: boolean;
    /**
     * Documents that must still have these versions. Advance invoices among them get their next one, so that a
     * corrective of one at the same time starts over.
     */
    readonly relied: readonly Relied[];
    /** Current calendar date in the seller's time zone. */
    readonly today: string;
};

/**
 * Assigns the draft its number and freezes it.
 * @returns The issued invoice.
 * @throws DomainError `INVOICE_CHANGED` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN`
 */
export async function saveIssued(
    database: Database, { invoice, series }: Issuable,
    { command, audit, answer, standIns, events, delivery, mayBackdate, today, relied }: IssueWrite
): Promise<Invoice> {
    if (invoice.contentHash === null) {
        throw new RangeError(`document ${invoice.id} has no content hash`);
    }
    const [row] = await database.query<IssuedRow>(issueDraft, [
        ...writeValues(command, audit, answer), JSON.stringify(issuedValues({ ...invoice, seriesId: series.id })),
        series.invoiceType, series.period, series.prefix, series.digits, series.suffix, mayBackdate,
        eventValues(events), deliveryValues(delivery), standIns.number, standIns.chainHash, today,
        JSON.stringify(relied)
    ]).catch(refuseTakenNumber);

    if (row?.found !== true) {
        throw invoiceChanged({ id: invoice.id });
    }
    if (row.number === null || row.series_number === null) {
        throw await refusedDate(database, invoice, series, today);
    }
    return withNumber(invoice, {
        number: row.number, seriesId: series.id, seriesNumber: BigInt(row.series_number), chainHash: row.chain_hash
    });
}

/**
 * Reads the last date of the series for the refusal. It is a query of its own, because the refusing statement sees the
 * series as it was before it waited for other issuers.
 * @param today - Current calendar date: no later date of the series counts.
 */
export async function refusedDate(
    { prisma }: Database, { organisationId, issueDate }: Invoice, { id }: Issuable['series'], today: string
): Promise<DomainError> {
    const series = await prisma.numberingSeries.findUnique({
        where: { organisationId_id: { organisationId, id } }, select: { lastIssueDate: true }
    });
    const last = series === null ? null : calendarDate(series.lastIssueDate, 'UTC');
    return refusedDateOf(issueDate, id, last !== null && last > today ? today : last);
}

/** The refusal of an issue date before the last one of its series. */
export function refusedDateOf(issueDate: string | null, series: string, lastIssueDate: string | null): DomainError {
    const message = `issueDate: ${issueDate} is before ${lastIssueDate}, the last one of series ${series}`;
    const fault = `must not be before ${lastIssueDate}`;
    return new DomainError('ISSUE_DATE_BEFORE_LAST', message, { series, lastIssueDate }, {
        faults: [{ path: 'issueDate', code: 'ISSUE_DATE_BEFORE_LAST', message: fault }]
    });
}

/**
 * Refuses a number that another series printed, after a pattern was changed: the unique constraint holds, and the
 * number is not used up.
 * @throws DomainError `NUMBER_TAKEN`, or `error` unchanged
 */
export function refuseTakenNumber(error: unknown): never {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'invoice_organisation_id_number_key') {
        throw new DomainError('NUMBER_TAKEN',
            'The next number of this series was given before: an administrator changes the number pattern in the '
                + "organisation's profile, at the invoice service itself",
            {}, { cause: error });
    }
    throw error;
}
