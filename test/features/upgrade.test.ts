import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/database/migrate.ts';
import { migrationsFolder, requiredMigrations } from '../../app/database/schema-version.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { onDatabase } from '../support/given-lock.ts';

let database: GivenDatabase;
let folder: string;
beforeAll(async () => {
    database = await givenEmptyDatabase();
    folder = mkdtempSync(join(tmpdir(), 'invoices-service-upgrade-'));
});
afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
});

const quote = 'f0000000-0000-4000-8000-000000000001';
const idOf = (place: number): string => `0199f3d2-7c1a-7b55-9c57-00000000000${place}`;

/** An invoice as version 0.2.0 left it: issued when it has a number. */
async function givenOldInvoice(place: number, number: string | null): Promise<void> {
    const issued = number === null ? {} : { number, series_id: 'vat_invoice-2026-11', series_number: place, seller: {}, issue_date: '2026-11-23', issued_at: `2026-11-23T10:0${place}:00Z` };
    const row = {
        id: idOf(place), organisation_id: 'default', version: 1, status: number === null ? 'draft' : 'issued', payment_status: 'pending', invoice_type: 'vat_invoice', buyer: {}, given_buyer: {},
        payment_method: 'cash', quote_id: quote, currency: 'PLN', prices_include: 'net', language: 'pl', rounding_model: 'per_rate', discount_percent: '0', discount_amount: '0', total_net: '0',
        total_vat: '0', total_gross: '0', paid_amount: '0', credited_amount: '0', split_payment: false, created_by: 'user-1', created_at: '2026-11-23T10:00:00Z', updated_at: '2026-11-23T10:00:00Z', ...issued
    };
    await onDatabase(database.url, 'INSERT INTO invoice SELECT * FROM jsonb_populate_record(NULL::invoice, $1::jsonb)', [JSON.stringify(row)]);
}

test('a database of 0.2.0 in which a quote was invoiced several times is migrated: the first issued invoice holds the quote', async () => {
    const [first = ''] = requiredMigrations();
    cpSync(join(migrationsFolder(), first), join(folder, first), { recursive: true });
    await applyMigrations(database.url, { folder });
    await onDatabase(database.url, `INSERT INTO organisation SELECT * FROM jsonb_populate_record(NULL::organisation, '{"id": "default", "version": 1, "country": "PL",
        "default_currency": "PLN", "vat_currency": "PLN", "default_vat_rate": "23", "default_payment_method": "cash", "payment_terms_days": 14, "default_language": "pl",
        "rounding_model": "per_rate", "number_patterns": {}, "require_if_match": false, "split_payment_item_types": [], "created_at": "2026-11-23", "updated_at": "2026-11-23"}')`);
    for (const [place, number] of [[1, null], [2, 'FV/2026/11/0002'], [3, 'FV/2026/11/0003']] as const) await givenOldInvoice(place, number);

    const applied = await applyMigrations(database.url);

    expect(applied).toEqual(requiredMigrations().slice(1));
    const rows = await onDatabase<{ id: string; quote_repeated: boolean | null }>(database.url, 'SELECT id, quote_repeated FROM invoice ORDER BY id');
    expect(rows.map(({ quote_repeated: repeated }) => repeated)).toEqual([true, null, true]);
    await expect(givenOldInvoice(4, null)).rejects.toMatchObject({ constraint: 'invoice_quote_key' });
    await expect(onDatabase(database.url, `UPDATE invoice SET notes = 'x' WHERE number IS NOT NULL`)).rejects.toThrow('is issued and cannot be changed');
});
