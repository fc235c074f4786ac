import type pg from 'pg';
import type { Checks } from '../support/checks.ts';
import { onServer } from './database.ts';
import type { Ledger, Promised } from './ledger.ts';

/**
 * Statements that select forbidden rows, as one line of text each. They read the tables alone and share nothing with
 * the service.
 */
const mustBeEmpty: Readonly<Record<string, string>> = {
    'no gap in a series': `
        SELECT format('%s %s: %s is missing', s.organisation_id, s.id, n)
        FROM invoices.numbering_series s, generate_series(COALESCE(s.first_number, 1), s.last_number) n
        WHERE NOT EXISTS (SELECT FROM invoices.invoice i
            WHERE i.organisation_id = s.organisation_id AND i.series_id = s.id
            AND i.series_number = n)`,
    'no number twice': `
        SELECT format('%s %s: %s times', organisation_id, number, COUNT(*))
        FROM invoices.invoice WHERE number IS NOT NULL
        GROUP BY organisation_id, number HAVING COUNT(*) > 1
        UNION ALL
        SELECT format('%s %s %s: %s times', organisation_id, series_id, series_number, COUNT(*)) FROM invoices.invoice
        WHERE series_number IS NOT NULL
        GROUP BY organisation_id, series_id, series_number HAVING COUNT(*) > 1`,
    'the counter equals the number of invoices': `
        SELECT format('%s %s: counter %s, invoices %s', COALESCE(s.organisation_id, i.organisation_id),
            COALESCE(s.id, i.series_id), s.last_number, i.count)
        FROM invoices.numbering_series s FULL JOIN (
            SELECT organisation_id, series_id, COUNT(*) FROM invoices.invoice WHERE series_id IS NOT NULL
            GROUP BY organisation_id, series_id) i
            ON i.organisation_id = s.organisation_id AND i.series_id = s.id
        WHERE s.last_number - COALESCE(s.first_number, 1) + 1 IS DISTINCT FROM COALESCE(i.count, 0)`,
    'the printed number is the counted one': `
        SELECT format('%s is counted as %s', number, series_number) FROM invoices.invoice
        WHERE number IS NOT NULL AND substring(number FROM '\\d+$')::bigint <> series_number`,
    'an issued invoice has one event, a draft none': `
        SELECT format('%s is %s with %s events', i.id, i.status, COUNT(e.id))
        FROM invoices.invoice i LEFT JOIN invoices.outbox_event e ON e.invoice_id = i.id AND e.type = 'invoice.issued'
            AND e.organisation_id = i.organisation_id
        GROUP BY i.id HAVING COUNT(e.id) <> (CASE WHEN i.number IS NULL THEN 0 ELSE 1 END)`,
    'an event tells of an invoice with its number and total': `
        SELECT format('event %s of %s', e.id, e.invoice_id) FROM invoices.outbox_event e
        LEFT JOIN invoices.invoice i ON i.id = e.invoice_id
        WHERE e.payload->>'invoiceNumber' IS DISTINCT FROM i.number
            OR (e.payload->>'totalGross')::numeric IS DISTINCT FROM i.total_gross`,
    'an issued invoice has one audit entry of its issue, a draft none': `
        SELECT format('%s is %s with %s entries', i.id, i.status, COUNT(a.id))
        FROM invoices.invoice i LEFT JOIN invoices.audit_entry a ON a.invoice_id = i.id AND a.action = 'invoice.issued'
        GROUP BY i.id HAVING COUNT(a.id) <> (CASE WHEN i.number IS NULL THEN 0 ELSE 1 END)`,
    'an invoice has one audit entry of its creation': `
        SELECT format('%s has %s entries', i.id, COUNT(a.id))
        FROM invoices.invoice i
            LEFT JOIN invoices.audit_entry a ON a.invoice_id = i.id AND a.before IS NULL GROUP BY i.id
        HAVING COUNT(a.id) <> 1`,
    'an audit entry tells of an invoice that is there': `
        SELECT format('%s of %s', a.action, a.invoice_id) FROM invoices.audit_entry a
        WHERE a.invoice_id IS NOT NULL AND NOT EXISTS (SELECT FROM invoices.invoice i WHERE i.id = a.invoice_id)`,
    'lines are there and add up to the totals': `
        SELECT format('%s: %s + %s = %s, lines %s + %s = %s', i.id, i.total_net, i.total_vat, i.total_gross, SUM(l.net),
            SUM(l.vat), SUM(l.gross))
        FROM invoices.invoice i LEFT JOIN invoices.invoice_line l ON l.invoice_id = i.id
        GROUP BY i.id
        HAVING (SUM(l.net), SUM(l.vat), SUM(l.gross)) IS DISTINCT FROM (i.total_net, i.total_vat, i.total_gross)`,
    'no draft was made twice': `
        SELECT format('%s: %s drafts', notes, COUNT(*)) FROM invoices.invoice GROUP BY notes HAVING COUNT(*) > 1`,
    'a kept answer tells what is stored': `
        SELECT format('key %s says %s %s', k.key, k.body::jsonb->>'id', k.body::jsonb->>'invoiceNumber')
        FROM invoices.idempotency_key k LEFT JOIN invoices.invoice i ON i.id = (k.body::jsonb->>'id')::uuid
        WHERE k.status_code IS NOT NULL
            AND (i.id IS NULL OR COALESCE(k.body::jsonb->>'invoiceNumber', i.number) IS DISTINCT FROM i.number
                OR (k.body::jsonb->>'totalGross')::numeric <> i.total_gross)`
};

/** Statement that selects broken promises. $1: the promises, as JSON. */
const mustBeKept = `
    SELECT format('%s %s %s was answered, stored is %s %s', p.organisation, p.id, p.number,
        i.status, i.number) AS format
    FROM jsonb_to_recordset($1::jsonb) p(organisation text, id uuid, notes text, number text, net numeric,
        vat numeric, gross numeric)
    LEFT JOIN invoices.invoice i ON i.id = p.id AND i.organisation_id = p.organisation
    WHERE (i.total_net, i.total_vat, i.total_gross) IS DISTINCT FROM (p.net, p.vat, p.gross)
        OR (p.notes IS NOT NULL AND i.notes IS DISTINCT FROM p.notes)
        OR (p.number IS NOT NULL AND (i.number, i.status) IS DISTINCT FROM (p.number, 'issued'))`;

/** Checks the tables against themselves and against the promises, all in one snapshot. */
export async function verifyBySql(url: string, ledger: Ledger, checks: Checks): Promise<void> {
    await onServer(url, async (client) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
        for (const [what, sql] of Object.entries(mustBeEmpty)) checks.expectNone(what, await faultsOf(client, sql));
        const created = JSON.stringify([...ledger.created.values()].map((promised) =>
            ({ ...rowOf(promised), notes: promised.wish.about })));
        checks.expectNone('every draft that was answered is there', await faultsOf(client, mustBeKept, [created]));
        const issued = JSON.stringify([...ledger.issued.values()].map((promised) =>
            ({
                ...rowOf(promised), number: promised.number,
                ...(promised.wish.kind === 'issue_new' ? { notes: promised.wish.about } : {})
            })));
        checks.expectNone('every issue that was answered is there', await faultsOf(client, mustBeKept, [issued]));
        await client.query('COMMIT');
    });
}

function rowOf({ wish: { organisation }, id, totalNet: net, totalVAT: vat, totalGross: gross }: Promised) {
    return { organisation, id, net, vat, gross };
}

async function faultsOf(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<readonly string[]> {
    const { rows } = await client.query<{ format: string }>(sql, [...values]);
    return rows.map(({ format }) => format);
}
