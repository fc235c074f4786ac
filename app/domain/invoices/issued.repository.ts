import { randomUUID } from 'node:crypto';
import { calendarDate } from '../../foundation/clock/clock.ts';
import type { AuditEntry } from '../../platform/audit/audit-entry.ts';
import { answering, auditingEach, emitting, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { eventValues, type OutgoingEvent } from '../events/event.ts';
import { takingNumber } from '../numbering/taking-number.sql.ts';
import { delivering, deliveryValues, type InvoiceDelivery } from './invoice-delivery.ts';
import { invoiceChanged } from './invoice-changed.ts';
import type { Issuable } from './issue.ts';
import type { Invoice } from './invoice.ts';
import type { Write } from './invoice.repository.ts';
import { exchangeValues } from './invoice.values.ts';

/** Rows of the answer: the draft as it was found, and what it became. */
type IssuedRow = { readonly found: boolean; readonly number: string | null; readonly series_number: string | null; readonly chain_hash: string | null };

/** What only the statement knows, given the issued row as `w`. */
const numbered = `jsonb_build_object('invoiceNumber', w.number, 'chainHash', w.chain_hash)`;

/**
 * Issues a draft in one statement, which is one transaction: lock the draft in the version that was checked, take the series' next
 * number, freeze the invoice, write audit entry, outgoing event and kept answer. The series' row stays locked until all of it is
 * committed, so a number is taken by exactly one invoice or, when anything fails, by none.
 */
const issueDraft: Statement = {
    name: 'issue_draft',
    text: `WITH ${held},
        draft AS (
            SELECT i.id FROM invoice i
            WHERE i.organisation_id = $1 AND i.id = $8::uuid AND i.version = $9::int AND i.status = 'draft' AND ${mayWrite} FOR UPDATE),
        ${takingNumber('draft', {
            organisation: '$1', series: '$10', invoiceType: '$11', period: '$12', issueDate: '$13', mayBackdate: '$14', prefix: '$15', digits: '$16',
            suffix: '$17', contentHash: '$36'
        })},
        issued AS (
            UPDATE invoice i SET
                status = $27, payment_status = CASE i.total_gross WHEN 0 THEN 'paid' ELSE i.payment_status END, version = i.version + 1, series_id = $10, series_number = c.last_number,
                number = c.number, content_hash = $36, chain_hash = c.chain_hash,
                seller = $18::jsonb, buyer = $24::jsonb, customer_name = $25, customer_nip = $26, issue_date = $13::date, sale_date = $19::date, due_date = $20::date,
                exchange_rate = $30::numeric, exchange_rate_date = $31::date, exchange_rate_source = $32, vat_currency = $33,
                total_vat_in_vat_currency = $34::numeric, split_payment = $35::boolean,
                issued_at = $21::timestamptz, updated_at = $21::timestamptz, sent_at = $28::timestamptz
            FROM counter c, draft d WHERE i.id = d.id
            RETURNING i.id, i.number, i.series_number, i.chain_hash),
        ${delivering('issued', '$29')},
        ${auditingEach('issued', `a.after || ${numbered}`)},
        ${emitting('issued', '$22', `e.event->'payload' || ${numbered}`)},
        ${answering('issued', 'replace(replace($7, $23, w.number), $37, w.chain_hash)')}
        SELECT EXISTS (SELECT FROM draft) AS found,
            (SELECT number FROM issued) AS number, (SELECT series_number::text FROM issued) AS series_number,
            (SELECT chain_hash FROM issued) AS chain_hash`
};

/** What {@link saveIssued} stores beside the invoice. */
export type IssueWrite = Omit<Write, 'answer' | 'audit'> & {
    /** Number and chain hash are added to each. */
    readonly audit: readonly AuditEntry[];
    /** The answer for a numbered invoice; made before the number is known, so it is called with a stand-in for it. */
    readonly answerFor: ((invoice: Invoice) => Write['answer']) | undefined;
    /** Number and chain hash are added to what they show. */
    readonly events: readonly OutgoingEvent[];
    /** Of an invoice that is sent the moment it is issued. */
    readonly delivery: InvoiceDelivery | undefined;
    /** The caller may issue before the series' last date. */
    readonly mayBackdate: boolean;
};

/**
 * Gives the draft its number and freezes it.
 * @returns The issued invoice.
 * @throws DomainError `INVOICE_CHANGED` | `ISSUE_DATE_BEFORE_LAST` | `NUMBER_TAKEN`
 */
export async function saveIssued(
    database: Database, { invoice, series }: Issuable, { command, audit, answerFor, events, delivery, mayBackdate }: IssueWrite
): Promise<Invoice> {
    if (invoice.contentHash === null) {
        throw new RangeError(`document ${invoice.id} has no content hash`);
    }
    // Stand for number and chain hash in the kept answer until the statement knows them. Random, so that no text of a customer can hold them.
    const [numberStandIn, hashStandIn] = [randomUUID(), randomUUID()];
    const answer = answerFor?.({ ...invoice, number: numberStandIn, chainHash: hashStandIn });
    const exchange = exchangeValues(invoice);
    const [row] = await database.query<IssuedRow>(issueDraft, [
        ...writeValues(command, audit, answer), invoice.id, invoice.version - 1,
        series.id, series.invoiceType, series.period, invoice.issueDate, mayBackdate, series.prefix, series.digits, series.suffix,
        JSON.stringify(invoice.seller), invoice.saleDate, invoice.dueDate, invoice.issuedAt, eventValues(events), numberStandIn,
        JSON.stringify(invoice.buyer), invoice.buyer.name, invoice.buyer.nip, invoice.status, invoice.sentAt, deliveryValues(delivery),
        exchange.exchange_rate, exchange.exchange_rate_date, exchange.exchange_rate_source, exchange.vat_currency, exchange.total_vat_in_vat_currency,
        invoice.splitPayment, invoice.contentHash, hashStandIn
    ]).catch(refuseTakenNumber);

    if (row?.found !== true) {
        throw invoiceChanged({ id: invoice.id });
    }
    if (row.number === null || row.series_number === null) {
        throw await refusedDate(database, invoice, series);
    }
    return { ...invoice, number: row.number, seriesId: series.id, seriesNumber: BigInt(row.series_number), chainHash: row.chain_hash };
}

/**
 * Says which date the series has reached. It is asked after a refusal, because the statement that refused sees the series as
 * it was before it waited for other issuers.
 */
export async function refusedDate(
    { prisma }: Database, { organisationId, issueDate }: Invoice, { id }: Issuable['series']
): Promise<DomainError> {
    const series = await prisma.numberingSeries.findUnique({
        where: { organisationId_id: { organisationId, id } }, select: { lastIssueDate: true }
    });
    const lastIssueDate = series === null ? undefined : calendarDate(series.lastIssueDate, 'UTC');
    const message = `issueDate: ${issueDate} is before ${lastIssueDate}, the last one of series ${id}`;
    const fault = `issueDate must not be before ${lastIssueDate}`;
    return new DomainError('ISSUE_DATE_BEFORE_LAST', message, { series: id, lastIssueDate }, {
        faults: [{ path: 'issueDate', code: 'ISSUE_DATE_BEFORE_LAST', message: fault }]
    });
}

/**
 * Two series that print alike, after a pattern was changed: the unique constraint holds, the number is not used up.
 * @throws DomainError `NUMBER_TAKEN`, or `error` as it is
 */
export function refuseTakenNumber(error: unknown): never {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'invoice_organisation_id_number_key') {
        throw new DomainError('NUMBER_TAKEN', 'The next number of this series was given before: change the number pattern of the organisation',
            {}, { cause: error });
    }
    throw error;
}
