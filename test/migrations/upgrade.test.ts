import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { migrationsFolder, requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { neededPrivileges } from '../../app/processes/doctor/needed-privileges.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { onDatabase } from '../support/given-lock.ts';
import { documentRow, lineRow } from '../support/stored-documents.ts';

let database: GivenDatabase;
let folder: string;
beforeEach(async () => {
    database = await givenEmptyDatabase();
    folder = mkdtempSync(join(tmpdir(), 'invoices-service-upgrade-'));
});
afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
});

const quote = 'f0000000-0000-4000-8000-000000000001';
const idOf = (place: number): string => `0199f3d2-7c1a-7b55-9c57-00000000000${place}`;

/** The default reason of 0.3.0. */
const twoProvisions = 'Zwolnienie od podatku na podstawie art. 43 ust. 1 lub art. 113 ust. 1 ustawy o VAT';

const beforeBreakdowns = requiredMigrations().findIndex((name) => name.endsWith('_vat_of_issued'));

/** Applies the first `count` migrations, as an earlier build did. */
function migrateTo(count: number): Promise<readonly string[]> {
    for (const name of requiredMigrations().slice(0, count))
        cpSync(join(migrationsFolder(), name), join(folder, name), { recursive: true });
    return applyMigrations(database.url, { folder });
}

async function givenOrganisation(): Promise<void> {
    await onDatabase(database.url, `INSERT INTO organisation SELECT *
        FROM jsonb_populate_record(NULL::organisation, '{"id": "default", "version": 1, "country": "PL",
        "default_currency": "PLN", "vat_currency": "PLN", "default_vat_rate": "23",
        "default_payment_method": "cash", "payment_terms_days": 14, "default_language": "pl",
        "rounding_model": "per_rate", "number_patterns": {}, "require_if_match": false,
        "split_payment_item_types": [], "created_at": "2026-11-23", "updated_at": "2026-11-23"}')`);
}

/** An invoice as version 0.2.0 left it: issued when it has a number. */
async function givenOldInvoice(place: number, number: string | null, quoteId: string | null = quote): Promise<void> {
    const issued = number === null ? {} : {
        number, series_id: 'vat_invoice-2026-11', series_number: place, seller: {}, issue_date: '2026-11-23',
        issued_at: `2026-11-23T10:0${place}:00Z`
    };
    const row = {
        id: idOf(place), organisation_id: 'default', version: 1, status: number === null ? 'draft' : 'issued',
        payment_status: 'pending', invoice_type: 'vat_invoice', buyer: {}, given_buyer: {},
        payment_method: 'cash', quote_id: quoteId, currency: 'PLN', prices_include: 'net', language: 'pl',
        rounding_model: 'per_rate', discount_percent: '0', discount_amount: '0', total_net: '0',
        total_vat: '0', total_gross: '0', paid_amount: '0', credited_amount: '0', split_payment: false,
        created_by: 'user-1', created_at: '2026-11-23T10:00:00Z', updated_at: '2026-11-23T10:00:00Z', ...issued
    };
    await onDatabase(database.url, 'INSERT INTO invoice SELECT * FROM jsonb_populate_record(NULL::invoice, $1::jsonb)',
        [JSON.stringify(row)]);
}

test('a database of 0.2.0 in which a quote was invoiced several times is migrated: the first issued invoice holds the quote', async () => {
    await migrateTo(1);
    await givenOrganisation();
    for (const [place, number] of [[1, null], [2, 'FV/2026/11/0002'], [3, 'FV/2026/11/0003']] as const)
        await givenOldInvoice(place, number);

    const applied = await applyMigrations(database.url);

    expect(applied).toEqual(requiredMigrations().slice(1));
    const rows = await onDatabase<{ id: string; quote_repeated: boolean | null }>(
        database.url, 'SELECT id, quote_repeated FROM invoice ORDER BY id');
    expect(rows.map(({ quote_repeated: repeated }) => repeated)).toEqual([true, null, true]);
    await expect(givenOldInvoice(4, null)).rejects.toMatchObject({ constraint: 'invoice_quote_key' });
    await expect(onDatabase(database.url, `UPDATE invoice SET notes = 'x' WHERE number IS NOT NULL`))
        .rejects.toThrow('is issued and cannot be changed');
});

/** Adds two lines at 23 % and an exempt one to a draft. */
async function givenLines(place: number): Promise<void> {
    const lines = [['S', '23', '100.00', '23.00', '123.00'], [
        'S', '23', '0.01', '0.00', '0.01'
    ], ['E', '0', '7.50', '0.00', '7.50']].map(([category, rate, net, vat, gross], position) =>
        lineRow(idOf(place), { position: position + 1, vat_category: category, vat_rate: rate, net, vat, gross }));
    await onDatabase(database.url, 'INSERT INTO invoice_line SELECT * FROM '
        + 'jsonb_populate_recordset(NULL::invoice_line, $1::jsonb)', [JSON.stringify(lines)]);
}

const issueBySql = (place: number) => onDatabase(database.url, `UPDATE invoice
    SET status = 'issued', number = $2, series_id = 's', series_number = $3, seller = '{}',
    issue_date = '2026-11-23', issued_at = now() WHERE id = $1`, [idOf(place), `FV/${place}`, place]);

test('documents that were issued before the VAT breakdown was stored have one, and so has what the build before issues during the rollout', async () => {
    await migrateTo(beforeBreakdowns);
    await givenOrganisation();
    for (const place of [1, 2, 3, 4]) {
        await givenOldInvoice(place, null, null);
        await givenLines(place);
    }
    await issueBySql(1);
    await migrateTo(beforeBreakdowns + 1);
    await issueBySql(2);

    await applyMigrations(database.url);
    await issueBySql(3);

    const rows = await onDatabase<{ row: string }>(database.url, `SELECT concat_ws(' ', organisation_id, invoice_id,
        vat_category, vat_rate, net, vat) AS row FROM invoice_vat ORDER BY invoice_id, vat_category`);
    expect(rows.map(({ row }) => row)).toEqual([1, 2, 3].flatMap((place) =>
        [`default ${idOf(place)} E 0.000000 7.5000 0.0000`, `default ${idOf(place)} S 23.000000 100.0100 23.0000`]));
});

const beforePayments = requiredMigrations().findIndex((name) => name.endsWith('_payments_shown'));
const contact = 'c0000000-0000-4000-8000-000000000001';

/** A row of a table, with the columns that are not given empty. */
async function stored(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    await onDatabase(database.url, `INSERT INTO ${table}
        SELECT (jsonb_populate_record(NULL::${table}, $1::jsonb)).*`, [JSON.stringify(row)]);
}

/** A settlement of the build before, made some minutes after 10:00. */
async function settled(
    place: number, kind: string, entries: readonly (readonly [account: string, subject: string, amount: string])[],
    columns: Readonly<Record<string, unknown>> = {}
): Promise<void> {
    await stored('settlement', {
        id: idOf(place), organisation_id: 'default', kind, customer_id: contact, contact_id: contact, currency: 'PLN',
        amount: entries.at(-1)?.[2].replace('-', ''), payment_method: 'cash', settled_on: '2026-11-23', created_by: 'u',
        created_at: `2026-11-23T10:0${place}:00Z`, ...columns
    });
    for (const [account, subject, amount] of entries)
        await stored('settlement_entry', {
            id: randomUUID(), settlement_id: idOf(place), organisation_id: 'default', account, currency: 'PLN', amount,
            ...(account === 'credit' ? { customer_id: subject } : { invoice_id: subject })
        });
}

/** An advance on a proforma, of which only the audit trail says what it was for. */
async function advanced(place: number, proforma: string, amount: string): Promise<void> {
    await settled(place, 'payment', [['credit', contact, amount]]);
    await onDatabase(database.url, `INSERT INTO audit_entry
        (organisation_id, invoice_id, action, actor, request_id, after, created_at)
        VALUES ('default', $1, 'payment.recorded', 'u', 'r', jsonb_build_object('id', $2::text), now())`,
    [proforma, idOf(place)]);
}

/** An issued document of 100.00 of the build before. */
async function givenDocument(id: string, number: string, columns: Readonly<Record<string, unknown>>): Promise<void> {
    await stored('invoice', documentRow('default', {
        id, contact_id: contact, number, total_net: '100', total_gross: '100', ...columns
    }));
}

const idOfDocument = (place: number): string => `0199f3d2-7c1a-7b55-9c57-0000000000d${place}`;
const [offer, annulledOffer, paidInvoice, writtenOff, cancelledInvoice] = [1, 2, 3, 4, 5].map(idOfDocument);

test('documents of the build before show when they were paid, proformas their advances, and cancelled ones are not paid', async () => {
    await migrateTo(beforePayments);
    await givenOrganisation();
    const cancelled = { status: 'cancelled', payment_status: 'paid', annulled_at: '2026-11-23T10:00:00Z' };
    await givenDocument(offer ?? '', 'PF/1', { invoice_type: 'proforma' });
    await givenDocument(annulledOffer ?? '', 'PF/2', { invoice_type: 'proforma', ...cancelled });
    for (const [id, number] of [[paidInvoice, 'FV/1'], [writtenOff, 'FV/2']] as const)
        await givenDocument(id ?? '', number, { status: 'paid', payment_status: 'paid' });
    await givenDocument(cancelledInvoice ?? '', 'FV/3', cancelled);
    await stored('customer_credit',
        { organisation_id: 'default', customer_id: contact, currency: 'PLN', amount: '150' });
    await onDatabase(database.url, `ALTER TABLE settlement_entry DISABLE TRIGGER ALL;
        ALTER TABLE invoice DISABLE TRIGGER ALL`);
    // 30 and 120 for a proforma of 100; 7 that were reversed; 50 and 50, where the first 50 were paid twice.
    await advanced(1, offer ?? '', '30');
    await advanced(2, offer ?? '', '7');
    await settled(3, 'reversal', [['credit', contact, '-7']], { reverses_id: idOf(2) });
    await advanced(4, offer ?? '', '120');
    await settled(5, 'payment', [['paid', paidInvoice ?? '', '100']]);
    await settled(6, 'reversal', [['paid', paidInvoice ?? '', '-100']], { reverses_id: idOf(5) });
    await settled(7, 'payment', [['paid', paidInvoice ?? '', '100']]);
    await settled(8, 'payment', [['paid', writtenOff ?? '', '97']]);
    await settled(9, 'write_off', [['credited', writtenOff ?? '', '3']]);
    await onDatabase(database.url, `UPDATE invoice SET paid_amount = '100' WHERE number = 'FV/1';
        UPDATE invoice SET paid_amount = '97', credited_amount = '3' WHERE number = 'FV/2';
        ALTER TABLE settlement_entry ENABLE TRIGGER ALL; ALTER TABLE invoice ENABLE TRIGGER ALL`);

    await applyMigrations(database.url);

    const rows = await onDatabase<{ row: string }>(database.url, `SELECT concat_ws(' ', number, status,
        payment_status, trim_scale(paid_amount), to_char(paid_at AT TIME ZONE 'UTC', 'HH24:MI')) AS row
        FROM invoice ORDER BY id`);
    expect(rows.map(({ row }) => row)).toEqual([
        'PF/1 paid paid 100 10:04', 'PF/2 cancelled cancelled 0', 'FV/1 paid paid 100 10:07', 'FV/2 paid paid 97',
        'FV/3 cancelled cancelled 0'
    ]);
    const advances = await onDatabase<{ row: string }>(database.url, `SELECT concat_ws(' ', settlement_id, invoice_id,
        trim_scale(amount)) AS row FROM settlement_entry WHERE account = 'advance' ORDER BY settlement_id`);
    expect(advances.map(({ row }) => row)).toEqual([`${idOf(1)} ${offer} 30`, `${idOf(4)} ${offer} 70`]);
});

test('what the build before cancels during the rollout is not paid either', async () => {
    await migrateTo(beforePayments + 1);
    await givenOrganisation();
    await givenOldInvoice(1, 'FV/1', null);

    await onDatabase(database.url, `UPDATE invoice SET status = 'cancelled', payment_status = 'paid',
        cancelled_at = now(), cancellation_date = '2026-11-23', cancellation_reason = 'x', annulled_at = now()`);
    await applyMigrations(database.url);

    expect(await onDatabase(database.url, 'SELECT payment_status FROM invoice'))
        .toEqual([{ payment_status: 'cancelled' }]);
});

test('a user that may only read the VAT breakdown issues all the same', async () => {
    const user = `issuer_${process.pid}`;
    await applyMigrations(database.url);
    await givenOrganisation();
    await givenOldInvoice(1, null);
    await givenLines(1);
    const grants = Object.entries(neededPrivileges)
        .map(([table, each]) => `GRANT ${each.join(', ')} ON ${table} TO ${user}`);
    await onDatabase(database.url, `CREATE ROLE ${user};
        GRANT USAGE ON SCHEMA invoices TO ${user}; ${grants.join(';')}`);

    try {
        await onDatabase(database.url, `SET ROLE ${user};
            UPDATE invoice SET status = 'issued', number = 'FV/1', series_id = 's', series_number = 1, seller = '{}',
            issue_date = '2026-11-23', issued_at = now()`);

        expect(await onDatabase(database.url, 'SELECT FROM invoice_vat')).toHaveLength(2);
        await expect(onDatabase(database.url, `SET ROLE ${user}; INSERT INTO invoice_vat
            VALUES (gen_random_uuid(), 'default', 'S', 23, 1, 1)`)).rejects.toThrow('permission denied');
    } finally {
        await onDatabase(database.url, `DROP OWNED BY ${user}; DROP ROLE ${user}`);
    }
});

test('drafts of 0.3.0 lose the exemption reason that named two provisions, and keep what their rate was given for',
    async () => {
        const before = requiredMigrations().findIndex((name) => name.endsWith('_right_by_the_law'));
        await migrateTo(before);
        await givenOrganisation();
        await givenOldInvoice(1, null, null);
        await givenOldInvoice(2, 'FV/2026/11/0002', null);
        const lines = [[1, 1, twoProvisions], [1, 2, 'art. 43 ust. 1 pkt 29'], [2, 1, twoProvisions]] as const;
        await onDatabase(database.url, 'ALTER TABLE invoice_line DISABLE TRIGGER USER');
        await onDatabase(database.url, 'INSERT INTO invoice_line SELECT * FROM '
            + 'jsonb_populate_recordset(NULL::invoice_line, $1::jsonb)',
        [JSON.stringify(lines.map(([place, position, reason]) => lineRow(idOf(place), {
            position, vat_category: 'E', vat_rate: '0', exemption_reason: reason
        })))]);
        await onDatabase(database.url, 'ALTER TABLE invoice_line ENABLE TRIGGER USER');
        await onDatabase(database.url, `UPDATE invoice SET currency = 'EUR', exchange_rate = 4.25,
            exchange_rate_date = '2026-11-20', exchange_rate_source = 'manual' WHERE status = 'draft'`);

        await applyMigrations(database.url);

        expect(await onDatabase(database.url, `SELECT i.number, i.version, i.vat_currency, array_agg(l.exemption_reason
            ORDER BY l.position) AS reasons FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
            GROUP BY i.id ORDER BY i.id`)).toEqual([
            { number: null, version: 2, vat_currency: 'PLN', reasons: [null, 'art. 43 ust. 1 pkt 29'] },
            { number: 'FV/2026/11/0002', version: 1, vat_currency: null, reasons: [twoProvisions] }
        ]);
    });
