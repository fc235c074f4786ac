import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import pg from 'pg';

/** A row by its columns; decimals as text. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Rows of the tables that reports read. */
export type StoredDocuments = {
    readonly organisation?: readonly StoredRow[];
    readonly invoice?: readonly StoredRow[];
    readonly invoice_line?: readonly StoredRow[];
    readonly settlement?: readonly StoredRow[];
    readonly settlement_entry?: readonly StoredRow[];
    readonly customer_credit?: readonly StoredRow[];
};

const tables = [
    'organisation', 'invoice', 'invoice_line', 'settlement', 'settlement_entry', 'customer_credit'
] as const;

/**
 * Query of invoices and customers whose amounts are not the sums of their entries: the switched-off constraints would
 * have refused them.
 */
const broken = `SELECT i.id FROM invoice i LEFT JOIN (
        SELECT invoice_id, COALESCE(SUM(amount) FILTER (WHERE account IN ('paid', 'advance')), 0) AS paid,
            COALESCE(SUM(amount) FILTER (WHERE account = 'credited'), 0) AS credited
        FROM settlement_entry WHERE invoice_id IS NOT NULL GROUP BY invoice_id) e ON e.invoice_id = i.id
    WHERE i.paid_amount <> COALESCE(e.paid, 0) OR i.credited_amount <> COALESCE(e.credited, 0)
    UNION ALL SELECT e.customer_id FROM settlement_entry e
        LEFT JOIN customer_credit c ON c.organisation_id = e.organisation_id AND c.customer_id = e.customer_id
            AND c.currency = e.currency
        WHERE e.account = 'credit' GROUP BY e.organisation_id, e.customer_id, e.currency, c.amount
        HAVING SUM(e.amount) IS DISTINCT FROM c.amount`;

const fillsTaxPoints = new URL(
    '../../prisma/migrations/20261129190100_tax_points_of_earlier_documents/migration.sql', import.meta.url);

/**
 * Statements that store the VAT of documents without tax points as the build before did, and fill in their tax points
 * as the migration fills in those of earlier versions.
 */
const breakdowns = [
    `INSERT INTO invoice_vat (invoice_id, organisation_id, vat_category, vat_rate, net, vat, tax_point)
        SELECT l.invoice_id, i.organisation_id, l.vat_category, l.vat_rate, SUM(l.net), SUM(l.vat), '-infinity'
        FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
        WHERE i.number IS NOT NULL AND i.tax_points IS NULL
            AND NOT EXISTS (SELECT FROM invoice_vat w WHERE w.invoice_id = i.id)
        GROUP BY 1, 2, 3, 4`,
    'ANALYZE invoice, invoice_line, invoice_vat',
    /^UPDATE "invoice_vat" [^;]*;$/m.exec(readFileSync(fillsTaxPoints, 'utf8'))?.[0]
        .replace('w."tax_point" IS NULL', `w."tax_point" = '-infinity'`) ?? ''
];

/** The trigger that stores the tax points of a document as rows of `invoice_vat`: the only one that is left on. */
const storesTaxPoints = 'invoice_stored_issued_vat';

/** Statement of the confirmations of correctives, as their command gives amounts the day on which they count. */
const confirmations = `UPDATE invoice_vat v SET counted_on = GREATEST(v.tax_point, i.receipt_confirmed_on)
    FROM invoice i WHERE i.id = v.invoice_id AND v.counted_on IS NULL AND i.receipt_confirmed_on IS NOT NULL`;

/**
 * Stores documents as their commands would have left them, in one statement a table. Triggers are off, because they
 * rightly refuse lines of an issued invoice and would check each row; their rules are checked at the end, all at once.
 */
export async function storeDocuments(url: string, documents: StoredDocuments): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
        await client.query('SET session_replication_role = replica');
        const insert = async (table: string, rows: readonly StoredRow[] = []): Promise<unknown> => client.query(
            `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
            [JSON.stringify(rows.map(asTriggersDo))]);
        const [dated = [], undated = []] = [true, false].map((isDated) =>
            documents.invoice?.filter((row) => isDated === Array.isArray(row['tax_points'])));
        for (const table of tables) await insert(table, table === 'invoice' ? undated : documents[table]);
        await client.query(`ALTER TABLE invoice ENABLE ALWAYS TRIGGER ${storesTaxPoints}`);
        await insert('invoice', dated);
        await client.query(`ALTER TABLE invoice ENABLE TRIGGER ${storesTaxPoints}`);
        for (const statement of breakdowns) await client.query(statement);
        await client.query('ANALYZE invoice_vat, settlement, settlement_entry, customer_credit, organisation');
        await client.query('SET session_replication_role = origin');
        await client.query(confirmations);
        const { rows } = await client.query<{ id: string }>(`${broken} LIMIT 3`);
        if (rows.length > 0) {
            throw new Error(
                `these are not paid and credited what their entries add up to: ${rows.map(({ id }) => id).join(', ')}`);
        }
    } finally {
        await client.end();
    }
}

/** The row as the trigger `invoice_cancelled` would have left it. */
function asTriggersDo(row: StoredRow): StoredRow {
    return row['status'] === 'cancelled' ? { ...row, payment_status: 'cancelled' } : row;
}

/** An organisation with defaults. */
export function organisationRow(id: string, columns: StoredRow = {}): StoredRow {
    const at = '2020-01-01T00:00:00Z';
    return {
        id, version: 1, country: 'PL', default_currency: 'PLN', vat_currency: 'PLN', default_vat_rate: '23',
        default_payment_method: 'bank_transfer', payment_terms_days: 14, default_language: 'pl',
        rounding_model: 'per_rate', number_patterns: {}, require_if_match: false, split_payment_item_types: [],
        created_at: at, updated_at: at, ...columns
    };
}

let counter = 0;

/**
 * A document: issued unless its status is `draft`, or `cancelled` with `number: null`. Members that the status requires
 * are filled in.
 */
export function documentRow(organisation: string, columns: StoredRow = {}): StoredRow {
    const at = '2026-11-23T10:15:00.000Z';
    const status = columns['status'] ?? 'issued';
    const issued = status !== 'draft' && columns['number'] !== null;
    const type = typeof columns['invoice_type'] === 'string' ? columns['invoice_type'] : 'vat_invoice';
    const series = `${type}-all`;
    counter += 1;
    return {
        id: randomUUID(), organisation_id: organisation, version: 1, status,
        payment_status: 'pending', invoice_type: type, buyer: {
            name: null, nip: null, regon: null, address: null, vatPayer: false, email: null, country: null, source: null
        },
        given_buyer: {}, payment_method: 'bank_transfer', currency: 'PLN', prices_include: 'net', language: 'pl',
        rounding_model: 'per_rate', discount_percent: '0', discount_amount: '0', total_net: '0', total_vat: '0',
        total_gross: '0', paid_amount: '0', credited_amount: '0', split_payment: false, created_by: 'user-1',
        created_at: at, updated_at: at,
        ...(issued ? {
            number: `${series}/${counter}`, series_id: series, series_number: counter, seller: {},
            issue_date: '2026-11-23', issued_at: at
        } : {}),
        ...(status === 'cancelled'
            ? { cancelled_at: at, cancellation_date: '2026-11-23', cancellation_reason: 'Pomyłka' } : {}),
        ...(type === 'corrective'
            ? { corrects_id: randomUUID(), correction_number: 1, correction_reason: 'Zwrot' } : {}),
        ...columns
    };
}

/** A line of a document. */
export function lineRow(invoiceId: unknown, columns: StoredRow = {}): StoredRow {
    return {
        id: randomUUID(), invoice_id: invoiceId, position: 1, item_type: 'custom', description: 'Transport',
        quantity: '1', unit: 'szt', unit_price: '0', price_base_quantity: '1', vat_category: 'S', vat_rate: '23',
        discount_percent: '0', discount_amount: '0', split_payment: false, price_amount: '0',
        line_discount: '0', document_discount: '0', net: '0', vat: '0', gross: '0', price_source: {}, ...columns
    };
}

/** A settlement; its entries are rows of their own. */
export function settlementRow(organisation: string, customerId: unknown, columns: StoredRow = {}): StoredRow {
    return {
        id: randomUUID(), organisation_id: organisation, kind: 'payment', customer_id: customerId,
        contact_id: customerId, currency: 'PLN', amount: '1', settled_on: '2026-11-23',
        created_by: 'user-1', created_at: '2026-11-23T12:00:00.000Z', ...columns
    };
}

/** An entry of a settlement: on an invoice, or with `customer_id` on the customer's credit. */
export function entryRow({ id, organisation_id, currency }: StoredRow, columns: StoredRow): StoredRow {
    return { id: randomUUID(), settlement_id: id, organisation_id, currency, account: 'paid', ...columns };
}

/** Settlements of correctives themselves: each is credited its own gross. */
export function settlementsOf(
    organisation: string, correctives: readonly StoredRow[]
): Pick<StoredDocuments, 'settlement' | 'settlement_entry'> {
    const pairs = correctives.map((corrective) => {
        const settlement = settlementRow(organisation, randomUUID(),
            { kind: 'corrective', corrective_id: corrective['id'], currency: corrective['currency'] });
        return [settlement, entryRow(
            settlement, { account: 'credited', invoice_id: corrective['id'], amount: corrective['credited_amount'] }
        )] as const;
    });
    return { settlement: pairs.map(([settlement]) => settlement), settlement_entry: pairs.map(([, entry]) => entry) };
}
