import type { Database, Statement } from '../../platform/database/database.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import { counts } from './counting.sql.ts';
import type { DateRange } from './report-period.ts';
import { maxMovements, type AccountMovement, type MovementKind, type OpeningBalance } from './statement.ts';
import type { PaymentMethod } from '../../foundation/vocabulary/payment-methods.ts';

type MovementRow = {
    readonly id: string;
    readonly kind: MovementKind;
    readonly currency: string;
    readonly day: string;
    readonly number: string | null;
    readonly numbers: readonly string[];
    readonly due_date: string | null;
    readonly payment_method: PaymentMethod | null;
    readonly reference: string | null;
    readonly reverses_id: string | null;
    readonly change: string;
};
type Row = {
    readonly own_currency: string | null;
    readonly openings: readonly { readonly currency: string; readonly amount: string }[];
    readonly movements: readonly MovementRow[];
};

const documents = `SELECT i.id, CASE i.invoice_type WHEN 'corrective' THEN 'corrective' ELSE 'invoice' END AS kind,
        i.currency, i.issue_date AS day, 0 AS turn,
        i.issued_at AS at, i.number, '{}'::text[] AS numbers, i.due_date,
        NULL::text AS payment_method, NULL::text AS reference, NULL::uuid AS reverses_id, i.total_gross AS change
    FROM invoices.invoice i WHERE i.organisation_id = $1 AND i.contact_id = $2::uuid AND ${counts}
        AND ($5::text IS NULL OR i.currency = $5::text) AND i.issue_date <= $4::date`;

// The entries that change the amount owed. An advance only notes what its credit is for. Amounts credited on a document
// that does not count are left out, because both would be zero.
const owed = `e.account <> 'advance' AND (e.account <> 'credited' OR (${counts}))`;

// A settlement changes the amount owed by the negated sum of its entries. One whose sum is zero is no movement: a use
// of credit, its reversal, and most correctives, which are movements themselves.
const settlements = `SELECT s.id, CASE s.kind WHEN 'corrective' THEN 'write_off_withdrawn' ELSE s.kind END,
        s.currency, s.settled_on, 1,
        s.created_at, NULL,
        COALESCE(array_agg(DISTINCT i.number ORDER BY i.number) FILTER (WHERE i.number IS NOT NULL), '{}'),
        NULL::date, s.payment_method, s.reference, s.reverses_id, -SUM(e.amount) FILTER (WHERE ${owed})
    FROM invoices.settlement s JOIN invoices.settlement_entry e ON e.settlement_id = s.id
        LEFT JOIN invoices.invoice i ON i.id = e.invoice_id
    WHERE s.organisation_id = $1 AND s.customer_id = $2::uuid AND ($5::text IS NULL OR s.currency = $5::text)
        AND s.settled_on <= $4::date
    GROUP BY s.id HAVING SUM(e.amount) FILTER (WHERE ${owed}) <> 0`;

const readStatementStatement: Statement = {
    name: 'report_statement',
    text: `WITH moves AS MATERIALIZED (${documents} UNION ALL ${settlements}),
        openings AS (SELECT currency, SUM(change)::numeric(38, 4)::text AS amount FROM moves
        WHERE day < $3::date GROUP BY currency),
        movements AS (
            SELECT id, kind, currency, day, number, numbers, due_date, payment_method, reference, reverses_id,
                change::numeric(38, 4)::text AS change,
                ROW_NUMBER() OVER (ORDER BY day, turn, at, id) AS place
            FROM moves WHERE day >= $3::date ORDER BY place LIMIT ${maxMovements + 1})
        SELECT (SELECT default_currency FROM invoices.organisation WHERE id = $1) AS own_currency,
            COALESCE((SELECT json_agg(o) FROM openings o), '[]') AS openings,
            COALESCE((SELECT json_agg(m ORDER BY m.place) FROM movements m), '[]') AS movements`
};

/**
 * Reads the movements of a customer's account in their order, one more than may be shown when there are too many, and
 * the opening balances.
 */
export async function readMovements(
    { query }: Database, organisationId: string, contactId: string,
    { startDate, endDate, currency }: DateRange & { readonly currency: string | undefined }
): Promise<{
    readonly ownCurrency: string | undefined; readonly openings: readonly OpeningBalance[];
    readonly movements: readonly AccountMovement[]
}> {
    const [row] = await query<Row>(
        readStatementStatement, [organisationId, contactId, startDate, endDate, currency ?? null]);
    return {
        ownCurrency: row?.own_currency ?? undefined,
        openings: (row?.openings ?? []).map((opening) =>
            ({ currency: opening.currency, minor: readStoredMinor(opening.amount, decimalsOf(opening.currency)) })),
        movements: (row?.movements ?? []).map(toMovement)
    };
}

function toMovement(row: MovementRow): AccountMovement {
    return {
        id: row.id,
        kind: row.kind,
        currency: row.currency,
        date: row.day,
        invoiceNumber: row.number,
        invoiceNumbers: row.numbers,
        dueDate: row.due_date,
        paymentMethod: row.payment_method,
        reference: row.reference,
        reversesId: row.reverses_id,
        changeMinor: readStoredMinor(row.change, decimalsOf(row.currency))
    };
}
