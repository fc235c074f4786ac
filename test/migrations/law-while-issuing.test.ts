import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { applyMigrations } from '../../app/platform/database/migrate.ts';
import { migrationsFolder, requiredMigrations } from '../../app/platform/database/schema-version.ts';
import { givenEmptyDatabase, type GivenDatabase } from '../support/given-database.ts';
import { givenLock, onDatabase } from '../support/given-lock.ts';
import { documentRow, lineRow, organisationRow } from '../support/stored-documents.ts';

let database: GivenDatabase;
let folder: string;
beforeEach(async () => {
    database = await givenEmptyDatabase();
    folder = mkdtempSync(join(tmpdir(), 'invoices-service-law-'));
});
afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
});

/** Applies the first `count` migrations, as an earlier build did. */
function migrateTo(count: number): Promise<readonly string[]> {
    for (const name of requiredMigrations().slice(0, count))
        cpSync(join(migrationsFolder(), name), join(folder, name), { recursive: true });
    return applyMigrations(database.url, { folder });
}

/** A row of a table, with the columns that are not given empty. */
async function stored(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    await onDatabase(database.url, `INSERT INTO ${table}
        SELECT (jsonb_populate_record(NULL::${table}, $1::jsonb)).*`, [JSON.stringify(row)]);
}

async function givenOrganisation(): Promise<void> {
    await stored('organisation', organisationRow('default'));
}

const beforeTheLaw = requiredMigrations().findIndex((name) => name.endsWith('_right_by_the_law'));

test.each([
    ['FZ', 'that is free', { vat_invoice: 'FV/{YYYY}/{MM}/{NNNN}', corrective: 'FZ-K/{YYYY}/{MM}/{NNNN}' }],
    ['FZAL', 'beside FZ', { vat_invoice: 'FZ/{YYYY}/{MM}/{NNNN}', proforma: 'PF/{YYYY}/{NNNN}' }],
    ['FZAD', 'beside FZ and FZAL', { vat_invoice: 'FZ/{YYYY}/{MM}/{NNNN}', corrective: 'FZAL/{YYYY}/{MM}/{NNNN}' }],
    ['FZAK', 'beside three of them', {
        vat_invoice: 'FZ/{YYYY}/{MM}/{NNNN}', corrective: 'FZAL/{YYYY}/{MM}/{NNNN}', proforma: 'FZAD/{YYYY}/{MM}/{NNNN}'
    }]
])('advance invoices of an organisation of 0.3.0 get a pattern %s %s, and its profile another ETag',
    async (letters, _beside, patterns) => {
        await migrateTo(beforeTheLaw);
        await givenOrganisation();
        await onDatabase(database.url, 'UPDATE organisation SET number_patterns = $1', [JSON.stringify(patterns)]);

        await applyMigrations(database.url);

        expect(await onDatabase(database.url, 'SELECT version, number_patterns FROM organisation')).toEqual([{
            version: 2, number_patterns: { ...patterns, advance_invoice: `${letters}/{YYYY}/{MM}/{NNNN}` }
        }]);
    });

test('between any two migrations of tax points the build before issues, and each document has its tax point at the end',
    async () => {
        await migrateTo(beforeTheLaw);
        await givenOrganisation();
        const steps = requiredMigrations().length - beforeTheLaw + 1;
        const ids = Array.from({ length: steps }, () => randomUUID());
        const issueNext = async (id: string, place: number): Promise<void> => {
            await stored('invoice', documentRow('default', { id, number: null, status: 'draft' }));
            await stored('invoice_line', lineRow(id, { net: '100', vat: '23', gross: '123' }));
            await onDatabase(database.url, `UPDATE invoice SET status = 'issued', number = $2, series_id = 's',
                series_number = $3, seller = '{}', issue_date = '2026-11-23', sale_date = '2026-10-31',
                issued_at = now() WHERE id = $1`, [id, `FV/${place}`, place]);
        };

        for (const [step, id] of ids.entries()) {
            await issueNext(id, step + 1);
            await migrateTo(beforeTheLaw + step + 1);
        }

        const rows = await onDatabase<{ row: string }>(database.url, `SELECT concat_ws(' ', i.number,
            v.tax_point::text, v.counted_on::text, trim_scale(v.declared_net), trim_scale(v.declared_vat)) AS row
            FROM invoice i JOIN invoice_vat v ON v.invoice_id = i.id ORDER BY i.series_number`);
        expect(rows.map(({ row }) => row))
            .toEqual(ids.map((_, step) => `FV/${step + 1} 2026-10-31 2026-10-31 100 23`));
        await expect(onDatabase(database.url, 'UPDATE invoice_vat SET net = 1')).rejects
            .toThrow('the VAT of an issued document cannot be changed');
        await expect(onDatabase(database.url, 'DELETE FROM invoice_vat')).rejects.toThrow('DELETE of invoice_vat');
    });

test('tax points are filled in without a lock that a document being issued waits for', async () => {
    await migrateTo(beforeTheLaw + 1);
    const filling = requiredMigrations()[beforeTheLaw + 1] ?? '';
    const sql = readFileSync(join(migrationsFolder(), filling, 'migration.sql'), 'utf8');
    const lock = await givenLock(database.url, `SET search_path = invoices; ${sql}`);

    try {
        const held = await onDatabase<{ mode: string }>(database.url, `SELECT DISTINCT mode FROM pg_locks l
            JOIN pg_class c ON c.oid = l.relation WHERE c.relname IN ('invoice', 'invoice_line', 'invoice_vat')
            ORDER BY mode`);

        expect(held.map(({ mode }) => mode)).toEqual(['AccessShareLock', 'RowExclusiveLock']);
    } finally {
        await lock.release();
    }
});

test('the indexes by which the build before finds open and overdue invoices stay, and this build has its own', async () => {
    await applyMigrations(database.url);

    const rows = await onDatabase<{ row: string }>(database.url, `SELECT c.relname || ': '
        || pg_get_indexdef(c.oid, n, true) AS row FROM pg_class c, generate_series(1, 2) n
        WHERE c.relname IN ('invoice_open_idx', 'invoice_open_due_date_idx', 'invoice_collectable_due_date_idx',
            'invoice_collectable_open_due_date_idx') AND pg_get_indexdef(c.oid, n, true) LIKE '%due_date%' ORDER BY 1`);
    expect(rows.map(({ row }) => row)).toEqual([
        'invoice_collectable_due_date_idx: due_date',
        'invoice_collectable_open_due_date_idx: COALESCE(open_due_date, due_date)',
        'invoice_open_due_date_idx: COALESCE(open_due_date, due_date)', 'invoice_open_idx: due_date'
    ]);
});
