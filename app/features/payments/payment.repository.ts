import type { Database, Statement } from '../../platform/database/database.ts';
import { statementNames } from '../../platform/database/statement-names.ts';
import type { DayPosition } from '../../foundation/schema/day-cursor.ts';
import { parameters } from '../../platform/database/parameters.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { amountDecimals, readStoredMinor } from '../../foundation/money/stored.ts';
import type { PaymentQuery } from './payment-query.ts';
import { settlementJson, toEntry, toSettlement, type EntryRow, type SettlementRow } from './settlement.rows.ts';
import { customerColumn, type CustomerCredit, type Movement, type StoredSettlement } from './settlement.ts';

type Row = { readonly settlement: SettlementRow };

const selectSettlement: Statement = {
    name: 'select_settlement',
    text: `SELECT ${settlementJson} AS settlement FROM invoices.settlement s
        WHERE s.organisation_id = $1 AND s.id = $2::uuid`
};

/** Maximum number of credits of a customer: more than there are currencies. */
const maxCredits = 200;

const selectOfInvoice: Statement = {
    name: 'select_settlements_of_invoice',
    text: `SELECT i.currency, i.paid_amount::text AS paid, i.credited_amount::text AS credited,
            COALESCE((SELECT c.amount FROM invoices.customer_credit c
            WHERE c.organisation_id = $1 AND c.customer_id = ${customerColumn}
                AND c.currency = i.currency), 0::numeric(19, 4))::text AS credit,
            (SELECT COALESCE(json_agg(a.entry), '[]') FROM (
                SELECT json_build_array(MIN(e.id::text), e.account, i.id, SUM(e.amount)::text) AS entry
                FROM invoices.settlement_entry e WHERE e.invoice_id = i.id GROUP BY e.account) a) AS sums,
            (SELECT COALESCE(json_agg(p.settlement ORDER BY p.id), '[]') FROM (
                SELECT s.id, ${settlementJson} AS settlement FROM invoices.settlement s
                WHERE s.id IN (SELECT e.settlement_id FROM invoices.settlement_entry e WHERE e.invoice_id = i.id
                    UNION SELECT e.settlement_id FROM invoices.settlement_entry e
                        WHERE e.organisation_id = $1 AND e.customer_id = i.id) AND ($3::uuid IS NULL OR s.id > $3::uuid)
                ORDER BY s.id LIMIT $4::int) p) AS settlements
        FROM invoices.invoice i WHERE i.organisation_id = $1 AND i.id = $2::uuid`
};

type OfInvoiceRow = {
    readonly currency: string; readonly paid: string; readonly credited: string; readonly credit: string;
    readonly sums: readonly EntryRow[]; readonly settlements: readonly SettlementRow[];
};

/** Settlements of one invoice, with the invoice's columns and the sums of its rows, which must agree. */
export type SettlementsOfInvoice = {
    readonly currency: string;
    readonly paidMinor: bigint;
    readonly creditedMinor: bigint;
    /** Credit of the invoice's customer. */
    readonly creditMinor: bigint;
    /** Sums of all entries of the invoice, one for each account. */
    readonly sums: readonly Movement[];
    readonly settlements: readonly StoredSettlement[];
};

/** The settlement, or undefined when the organisation has no such settlement. */
export async function findSettlement(
    { query }: Database, organisationId: string, id: string
): Promise<StoredSettlement | undefined> {
    const [row] = await query<Row>(selectSettlement, [organisationId, id]);
    return row === undefined ? undefined : toSettlement(row.settlement);
}

/** A customer's credit in each currency where it is above zero. */
export async function findCredits(
    { prisma }: Database, organisationId: string, customerId: string
): Promise<readonly CustomerCredit[]> {
    const rows = await prisma.customerCredit.findMany({
        where: { organisationId, customerId, amount: { gt: 0 } },
        select: { currency: true, amount: true },
        orderBy: { currency: 'asc' },
        take: maxCredits
    });
    return rows.map(({ currency, amount }) => ({
        customerId, currency, amountMinor: readStoredMinor(amount.toFixed(amountDecimals), decimalsOf(currency))
    }));
}

/**
 * Settlements of an invoice, oldest first, after a settlement of that list. A document that stands for a customer
 * without contact also lists every settlement that moved its credit: no other list has them.
 * @returns undefined when the organisation has no such invoice
 */
export async function findSettlementsOfInvoice(
    { query }: Database, organisationId: string, invoiceId: string,
    { after, limit }: { readonly after: string | undefined; readonly limit: number }
): Promise<SettlementsOfInvoice | undefined> {
    const [row] = await query<OfInvoiceRow>(selectOfInvoice, [organisationId, invoiceId, after ?? null, limit]);
    if (row === undefined) {
        return undefined;
    }
    const { currency } = row;
    const amount = (text: string): bigint => readStoredMinor(text, decimalsOf(currency));
    return {
        currency, paidMinor: amount(row.paid), creditedMinor: amount(row.credited), creditMinor: amount(row.credit),
        sums: row.sums.map((entry) => toEntry(entry, currency)), settlements: row.settlements.map(toSettlement)
    };
}

const nameOf = statementNames('payments', 50);

/** Settlements that match, the newest day first. */
export async function listSettlements(
    { query: run }: Database, organisationId: string, query: PaymentQuery, position: DayPosition | undefined
): Promise<readonly StoredSettlement[]> {
    const { values, add } = parameters();
    const conditions = [
        `s.organisation_id = ${add(organisationId)}`,
        // A contact is the customer of its own settlements, and the index is by customer.
        ...(query.contactId === undefined ? [] : [`s.customer_id = ${add(query.contactId)}::uuid`]),
        ...(query.kind === undefined ? [] : [`s.kind = ANY(${add(query.kind)}::text[])`]),
        ...(query.fromDate === undefined ? [] : [`s.settled_on >= ${add(query.fromDate)}::date`]),
        ...(query.toDate === undefined ? [] : [`s.settled_on <= ${add(query.toDate)}::date`]),
        ...(position === undefined
            ? [] : [`(s.settled_on, s.id) < (${add(position.day)}::date, ${add(position.id)}::uuid)`])
    ];
    const text = `SELECT ${settlementJson} AS settlement FROM invoices.settlement s WHERE ${conditions.join(' AND ')}
        ORDER BY s.settled_on DESC, s.id DESC LIMIT ${add(query.limit)}::int`;
    return (await run<Row>({ name: nameOf(text), text }, values)).map(({ settlement }) => toSettlement(settlement));
}
