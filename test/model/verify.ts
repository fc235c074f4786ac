import { placeEvents } from '../../app/domain/events/place-events.ts';
import type { GivenService } from '../support/given-service.ts';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { expectDocument, expectSummary, same } from './expectations.ts';
import {
    balanceOf, creditOf, isOverdue, moneyOf, type Document, type Model, type Purse, type Settlement
} from './model.ts';
import { decimalsOf, money, plain, type Currency } from './money.ts';
import type { Real } from './step.ts';
import { verifyStatistics, verifyVatReport } from './verify-reports.ts';

/** SQL of the amounts that a document deducts, negated. @param columns - SQL of more columns. */
const deducted = (invoice: string, columns = ''): string => `SELECT ${columns}
        -(r->>'net')::numeric, -(r->>'vat')::numeric
    FROM jsonb_array_elements(${invoice}.advances) a, jsonb_array_elements(a->'rates') r
    WHERE ${invoice}.invoice_type <> 'advance_invoice'`;

/** Statement that reads everything of an organisation and shares nothing with the service. $1 is the organisation. */
const stored = `SELECT
    (SELECT json_agg(json_build_array(type, invoice_id, payload) ORDER BY sequence) FROM outbox_event
    WHERE organisation_id = $1) AS events,
    (SELECT COUNT(DISTINCT id)::int FROM outbox_event WHERE organisation_id = $1) AS event_ids,
    (SELECT json_agg(action || ' ' || COALESCE(invoice_id::text, 'null') ORDER BY id) FROM audit_entry
    WHERE organisation_id = $1) AS audit,
    (SELECT json_agg(json_build_array(s.id, s.kind, trim_scale(s.amount)::text, s.customer_id || ' ' || s.currency,
    COALESCE(s.reversed, false), (
        SELECT json_agg(account || ' ' || subject || ' ' || total ORDER BY account, subject)
        FROM (SELECT account, COALESCE(invoice_id, customer_id) AS subject, trim_scale(SUM(amount))::text AS total
        FROM settlement_entry e
            WHERE e.settlement_id = s.id GROUP BY 1, 2 HAVING SUM(amount) <> 0) e)) ORDER BY s.id)
        FROM (SELECT *, EXISTS (SELECT FROM settlement r WHERE r.reverses_id = o.id) AS reversed FROM settlement o
        WHERE organisation_id = $1) s) AS settlements,
    (SELECT json_object_agg(purse, amount) FROM (
        SELECT customer_id || ' ' || currency AS purse, trim_scale(amount)::text AS amount FROM customer_credit
        WHERE organisation_id = $1 AND amount <> 0 ORDER BY customer_id, currency) c) AS credits,
    (SELECT json_agg(i.id ORDER BY i.id) FROM invoice i LEFT JOIN LATERAL (
        SELECT COALESCE(SUM(net), 0) AS net, COALESCE(SUM(vat), 0) AS vat, COALESCE(SUM(net + vat), 0) AS gross
        FROM (SELECT l.net, l.vat FROM invoice_line l WHERE l.invoice_id = i.id UNION ALL ${deducted('i')}) p) l ON true
        WHERE i.organisation_id = $1
            AND (l.net, l.vat, l.gross) IS DISTINCT FROM (i.total_net, i.total_vat, i.total_gross)) AS wrong_sums,
    (SELECT json_agg(COALESCE(v.invoice_id, l.invoice_id)) FROM (
        SELECT invoice_id, vat_category, vat_rate, SUM(net) AS net, SUM(vat) AS vat FROM invoice_vat
        WHERE organisation_id = $1 GROUP BY 1, 2, 3) v
        FULL JOIN (SELECT i.id AS invoice_id, l.vat_category, l.vat_rate, SUM(l.net) AS net, SUM(l.vat) AS vat
        FROM invoice i, LATERAL (
            SELECT l.vat_category, l.vat_rate, l.net, l.vat FROM invoice_line l WHERE l.invoice_id = i.id
            UNION ALL ${deducted('i', "r->>'category', (r->>'rate')::numeric, ")}) l
            WHERE i.organisation_id = $1 AND i.number IS NOT NULL
            GROUP BY 1, 2, 3) l USING (invoice_id, vat_category, vat_rate)
        WHERE (COALESCE(l.net, 0), COALESCE(l.vat, 0)) IS DISTINCT FROM (COALESCE(v.net, 0), COALESCE(v.vat, 0))
        ) AS wrong_breakdowns,
    (SELECT json_agg(id || ' ' || last_number ORDER BY id) FROM numbering_series WHERE organisation_id = $1) AS series`;

/** Compares everything that an organisation has with the model. */
export async function verifyAll(service: GivenService, model: Model, real: Real): Promise<void> {
    const { rows: [row] } = await service.dependencies.database.pool.query(stored, [real.organisationId]);
    same('events', (row.events ?? []).map(eventText), model.events);
    same('number of ids of events', row.event_ids, model.events.length);
    same('audit trail', row.audit, model.audit);
    same('settlements', row.settlements ?? [], model.settlements.map((settlement, index) => settlementRow(
        settlement, row.settlements?.[index]?.[0])));
    same('credits', row.credits ?? {}, Object.fromEntries([...model.credits].filter(([, amount]) => amount !== 0n)
        .sort(([left], [right]) => (left < right ? -1 : 1)).map(
            ([purse, amount]) => [purse, storedIn(purse, amount)])));
    same('documents whose lines do not add up', row.wrong_sums, null);
    same('documents whose VAT breakdown is not that of their lines', row.wrong_breakdowns, null);
    same('series', row.series ?? [], [...model.series].map(([id, documents]) => `${id} ${documents.length}`).sort());

    await verifyLists(model, real);
    // Different runs verify different things: each costs as much as a command.
    const turn = model.audit.length + model.events.length;
    await (turn % 2 === 0 ? verifySeries : verifyOne)(model, real, Math.floor(turn / 2));
    const views = [verifyOverdue, verifyStatistics, verifyVatReport, verifyFeed];
    const view = views[Math.floor(turn / 8) % views.length];
    // In a running service the relay places events all the time; a read places at most 1 000 of those of all lives.
    if (view === verifyFeed) while (await placeEvents(service.dependencies.database) > 0);
    await view?.(model, real);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a payload
function eventText([type, invoiceId, payload]: readonly [string, string | null, any]): string {
    if (type.startsWith('payment.'))
        return `${type} ${invoiceId ?? 'null'} ${payload.kind} ${payload.amount} ${payload.creditAmount}`;
    return `${type} ${invoiceId} v${payload.version} ${payload.status} ${payload.paymentStatus} `
        + `${payload.invoiceNumber ?? '-'} `
        + `${payload.paidAmount} ${payload.creditedAmount} `
        + `${payload.balance}${payload.id === invoiceId ? '' : ' of another'}`;
}

/** An amount as the database shortens it: `1.5`. */
const storedIn = (purse: Purse, amount: bigint): string => plain(amount, decimalsOf[purse.slice(-3) as Currency]);

function settlementRow({ id, kind, amount, purse, paid, credited, credit, reversed }: Settlement, storedId: string) {
    const entriesOf = (account: string, amounts: ReadonlyMap<Document, bigint>) =>
        [...amounts].filter(([, part]) => part !== 0n).map(([document, part]) =>
            `${account === 'paid' && document.type === 'proforma' ? 'advance' : account} ${document.id} `
            + storedIn(purse, part));
    const entries = [
        ...(credit === 0n ? [] : [`credit ${purse.slice(0, -4)} ${storedIn(purse, credit)}`]),
        ...entriesOf('credited', credited), ...entriesOf('paid', paid)
    ];
    return [id ?? storedId, kind, storedIn(purse, amount), purse, reversed, entries.sort()];
}

async function verifyLists(model: Model, { read }: Real): Promise<void> {
    const { data, total } = await read('/invoices?sortBy=createdAt&sortOrder=asc&limit=100&page=1');
    same('listed documents', [total, data.map(({ id }: { id: string }) => id)],
        [model.documents.length, model.documents.map(({ id }) => id)]);
    model.documents.forEach((document, index) => expectSummary(model, data[index], document));
}

async function verifyOverdue(model: Model, { read }: Real): Promise<void> {
    const overdue = await read('/invoices?status=overdue&sortBy=createdAt&sortOrder=asc&limit=100');
    same('overdue documents', overdue.data.map(({ id }: { id: string }) => id),
        model.documents.filter((document) => isOverdue(model, document)).map(({ id }) => id));
}

/** Verifies the feed that other systems read: the same events, each once, in the order of their positions. */
async function verifyFeed(model: Model, { read }: Real): Promise<void> {
    const body = await read('/events?after=0&limit=100');
    // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an event
    same('feed of events', body.data.map((event: any) => eventText([event.type, event.invoiceId, event.data])),
        model.events.slice(0, 100));
}

/** Verifies one of the series: its numbers, and the chain of hashes over the documents as they are now. */
async function verifySeries(model: Model, { read }: Real, turn: number): Promise<void> {
    const chosen = [...model.series][turn % Math.max(model.series.size, 1)];
    if (chosen === undefined) return;
    const [id, documents] = chosen;
    const body = await read(`/invoices/numbering/${id}/audit`);
    let latest = '';
    const backdated = documents.filter(({ issueDate }) => {
        const isBefore = (issueDate ?? '') < latest;
        latest = isBefore ? latest : issueDate ?? '';
        return isBefore;
    });
    same(`audit of ${id}`,
        [body.first, body.last, body.count, body.gaps, body.duplicates, body.gapless, body.orderViolations.map(
            ({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber
        ), body.chain.verified, body.chain.documents],
        [
            documents[0]?.number, documents.at(-1)?.number, documents.length, [], [], true,
            backdated.map(({ number }) => number), true, documents.length
        ]);
}

/** Verifies one document in full: as it is read, explained, and recorded by its history and its settlements. */
async function verifyOne(model: Model, { read }: Real, turn: number): Promise<void> {
    const document = model.documents[turn % Math.max(model.documents.length, 1)];
    if (document === undefined) return;
    const path = `/invoices/${document.id}`;
    const shown = await read(path);
    expectDocument(model, shown, document);
    switch (turn % 4) {
        case 0: {
            const body = await read(`${path}/explain`);
            same(`explanation of ${document.id}`, [body.matchesStored, body.version], [true, document.version]);
            break;
        }
        case 1: {
            const body = await read(`${path}/history?limit=100`);
            same(`history of ${document.id}`, body.data.map(({ action }: { action: string }) =>
                `${action} ${document.id}`), model.audit.filter((entry) => entry.endsWith(document.id)));
            break;
        }
        case 2: {
            const body = await read(`${path}/payments`);
            same(`what settled ${document.id}`, [
                body.paidAmount, body.creditedAmount, body.data.map(({ kind }: { kind: string }) => kind)
            ], [shown.paidAmount, shown.creditedAmount,
                model.settlements.filter((settlement) => hasMoved(settlement, document)).map(({ kind }) => kind)]);
            same('balance', shown.balance, moneyOf(document, balanceOf(document)));
            break;
        }
        default: {
            const body = await read(`/customers/${contactId(1)}/credit`);
            const currencies = Object.keys(decimalsOf).sort() as Currency[];
            const credits = currencies.map(
                (currency) => ({ currency, amount: creditOf(model, `${contactId(1)} ${currency}`) })
            ).filter(({ amount }) => amount !== 0n);
            same('credit', body.credits, credits.map(({ currency, amount }) =>
                ({ currency, amount: money(amount, currency) })));
        }
    }
}

/**
 * Checks whether a settlement moved a document. Without a contact it shows what moved its credit. A corrective also
 * moves an original where it takes back only an amount written off: sum zero.
 */
function hasMoved({ kind, purse, paid, credited, credit }: Settlement, document: Document): boolean {
    return (purse.startsWith(document.id) && credit !== 0n)
        || [paid, credited].some((amounts) => (amounts.get(document) ?? 0n) !== 0n)
        || (kind === 'corrective' && document.type !== 'corrective' && credited.has(document));
}
