import type pg from 'pg';
import { decimals, type Currency } from './book-currencies.ts';

/**
 * The reports once more, computed the slow and obvious way: every row is fetched plainly and handled one by one. Shares
 * no code with the service.
 */

/** A row of `invoice`. */
export type PlainInvoice = {
    readonly id: string; readonly organisation_id: string; readonly status: string; readonly payment_status: string;
    readonly invoice_type: string; readonly number: string | null;
    readonly contact_id: string | null; readonly customer_name: string | null; readonly currency: Currency;
    readonly issue_date: string | null; readonly sale_date: string | null;
    readonly due_date: string | null; readonly created_at: string; readonly issued_at: string | null;
    readonly annulled_at: string | null; readonly total_net: bigint; readonly total_vat: bigint;
    readonly total_gross: bigint; readonly paid_amount: bigint; readonly credited_amount: bigint;
    readonly vat_currency: Currency | null; readonly exchange_rate: string | null;
    readonly corrects_id: string | null; readonly correction_number: string | null;
    /** JSON of the document's own tax points. */
    readonly tax_points: string | null;
    readonly receipt_confirmed_on: string | null; readonly advances: string | null;
};
/** A row of `invoice_vat`, all of it as text. */
export type PlainVat = {
    readonly invoice_id: string; readonly organisation_id: string; readonly vat_category: string;
    readonly vat_rate: string; readonly vat_word: string; readonly net: string; readonly vat: string;
    readonly tax_point_rule: string; readonly tax_point: string; readonly counted_on: string | null;
    readonly declared_net: string | null; readonly declared_vat: string | null;
};
/** A row of `invoice_line`. */
export type PlainLine = {
    readonly invoice_id: string; readonly vat_category: string; readonly vat_rate: string;
    readonly net: bigint; readonly vat: bigint
};
/** A row of `settlement`. */
export type PlainSettlement = {
    readonly id: string; readonly organisation_id: string; readonly kind: string; readonly customer_id: string;
    readonly currency: Currency; readonly settled_on: string; readonly created_at: string;
    readonly payment_method: string | null; readonly reference: string | null; readonly reverses_id: string | null;
};
/** A row of `settlement_entry`. */
export type PlainEntry = { readonly settlement_id: string; readonly account: string; readonly invoice_id: string
    | null; readonly amount: bigint };
/** A row of `organisation`. */
export type PlainOrganisation = {
    readonly id: string; readonly default_currency: Currency; readonly vat_currency: Currency
};
/** A row of `customer_credit`. */
export type PlainCredit = {
    readonly organisation_id: string; readonly customer_id: string; readonly currency: Currency; readonly amount: bigint
};

/** All stored rows; amounts in ten-thousandths of the currency's unit. */
export type PlainRows = {
    readonly organisations: readonly PlainOrganisation[]; readonly invoices: readonly PlainInvoice[];
    readonly linesOf: ReadonlyMap<string, readonly PlainLine[]>;
    readonly vat: readonly PlainVat[];
    readonly settlements: readonly PlainSettlement[]; readonly entriesOf: ReadonlyMap<string, readonly PlainEntry[]>;
    readonly credits: readonly PlainCredit[];
};

/** Reads whole tables. */
export async function readPlainRows(pool: Pick<pg.Pool, 'query'>): Promise<PlainRows> {
    const read = async <Row>(table: string, columns: string, ...amounts: readonly string[]): Promise<Row[]> => {
        // All columns as text: amounts so that they stay exact, dates so that they stay dates.
        const texts = [...columns.split(' '), ...amounts].map((name) => `${name}::text`);
        const { rows } = await pool.query<Record<string, string>>(`SELECT ${texts.join(', ')} FROM ${table}`);
        rows.forEach((row: Record<string, unknown>) => amounts.forEach((name) => {
            row[name] = tenThousandths(String(row[name]));
        }));
        return rows as Row[];
    };
    const lines = await read<PlainLine>('invoice_line', 'invoice_id vat_category vat_rate', 'net', 'vat');
    const entries = await read<PlainEntry>('settlement_entry', 'settlement_id account invoice_id', 'amount');
    return {
        organisations: await read('organisation', 'id default_currency vat_currency'),
        invoices: await read('invoice', `id organisation_id status payment_status invoice_type number contact_id
            customer_name currency issue_date sale_date due_date created_at issued_at annulled_at vat_currency
            exchange_rate corrects_id correction_number tax_points receipt_confirmed_on advances`.replace(/\s+/g, ' '),
            'total_net', 'total_vat', 'total_gross', 'paid_amount', 'credited_amount'),
        linesOf: Map.groupBy(lines, ({ invoice_id }) => invoice_id),
        vat: await read('invoice_vat', `invoice_id organisation_id vat_category vat_rate vat_word net vat
            tax_point_rule tax_point counted_on declared_net declared_vat`.replace(/\s+/g, ' ')),
        settlements: await read('settlement',
            'id organisation_id kind customer_id currency settled_on created_at payment_method reference reverses_id'),
        entriesOf: Map.groupBy(entries, ({ settlement_id }) => settlement_id),
        credits: await read('customer_credit', 'organisation_id customer_id currency', 'amount')
    };
}

/** An amount in ten-thousandths of its currency's unit. */
export function tenThousandths(text: string): bigint {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(4, '0'));
}

/** An amount as answers show it. */
export function shown(amount: bigint, currency: Currency): string {
    const sign = amount < 0n ? '-' : '';
    const digits = (amount < 0n ? -amount : amount).toString().padStart(5, '0');
    const kept = decimals[currency];
    if (!/^0*$/.test(digits.slice(digits.length - 4 + kept)))
        throw new Error(`${amount} has more decimals than ${currency}`);
    const whole = digits.slice(0, -4);
    return kept === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-4, digits.length - 4 + kept)}`;
}

/** Days of a report, `YYYY-MM-DD`, both included. */
export type Period = { readonly from: string; readonly to: string };

/** Tells if a day lies in a period. */
export function isIn(day: string | null, { from, to }: Period): boolean {
    return day !== null && from <= day && day <= to;
}

/** Tells if a document counts in reports. */
export function doesCount({ number, annulled_at, invoice_type }: PlainInvoice): boolean {
    return number !== null && annulled_at === null && invoice_type !== 'proforma';
}

/** Adds up amounts of items. */
export function sum<Item>(items: readonly Item[], amount: (item: Item) => bigint): bigint {
    let total = 0n;
    for (const item of items) total += amount(item);
    return total;
}

function left({ total_gross, paid_amount, credited_amount }: PlainInvoice): bigint {
    return total_gross - paid_amount - credited_amount;
}

function isOpen(invoice: PlainInvoice): boolean {
    return (invoice.status === 'issued' || invoice.status === 'sent')
        && invoice.invoice_type === 'vat_invoice' && left(invoice) > 0n;
}

const warsaw = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Warsaw' });

/** Computes `GET /invoices/analytics/statistics`. */
export function slowStatistics(
    { invoices, organisations }: PlainRows, organisation: string, period: Period, today: string
) {
    const all = invoices.filter((invoice) => invoice.organisation_id === organisation
        && isIn(invoice.number === null ? warsaw.format(new Date(invoice.created_at)) : invoice.issue_date, period));
    const overdue = all.filter((invoice) => isOpen(invoice) && invoice.due_date !== null && invoice.due_date < today);
    const ofStatus = (status: string) => all.filter((invoice) => invoice.status === status).length;
    const ofType = (type: string) => all.filter(({ invoice_type }) => invoice_type === type).length;
    const ofPaymentStatus = (status: string) => all.filter((invoice) =>
        invoice.number !== null && ['vat_invoice', 'advance_invoice'].includes(invoice.invoice_type)
        && invoice.payment_status === status).length;
    const own = organisations.find(({ id }) => id === organisation)?.default_currency;
    const seen = all.filter(({ number }) => number !== null).map(({ currency }) => currency);
    return {
        startDate: period.from, endDate: period.to, asOf: today, total: all.length,
        byStatus: {
            draft: ofStatus('draft'), issued: ofStatus('issued'), sent: ofStatus('sent'), paid: ofStatus('paid'),
            cancelled: ofStatus('cancelled'), overdue: overdue.length
        },
        byPaymentStatus: {
            pending: ofPaymentStatus('pending'), partial: ofPaymentStatus('partial'),
            paid: ofPaymentStatus('paid'), cancelled: ofPaymentStatus('cancelled'), overdue: overdue.length
        },
        byInvoiceType: {
            vat_invoice: ofType('vat_invoice'), proforma: ofType('proforma'),
            advance_invoice: ofType('advance_invoice'), corrective: ofType('corrective')
        },
        currencies: [...new Set([...(own === undefined ? [] : [own]), ...seen])].sort().map((currency) => {
            const those = all.filter((invoice) => invoice.currency === currency && invoice.number !== null);
            const counting = those.filter(doesCount);
            const late = overdue.filter((invoice) => invoice.currency === currency);
            const figures = (some: readonly PlainInvoice[]) => ({
                count: some.length, totalNet: shown(sum(some, ({ total_net }) => total_net), currency),
                totalVAT: shown(sum(some, ({ total_vat }) => total_vat), currency),
                totalGross: shown(sum(some, ({ total_gross }) => total_gross), currency)
            });
            return {
                currency, ...figures(counting),
                paidAmount: shown(sum(counting, ({ paid_amount }) => paid_amount), currency),
                creditedAmount: shown(sum(counting, ({ credited_amount }) => credited_amount), currency),
                balance: shown(sum(counting, left), currency), overdueCount: late.length,
                overdueAmount: shown(sum(late, left), currency),
                invoices: figures(counting.filter(({ invoice_type }) => invoice_type === 'vat_invoice')),
                advanceInvoices:
                    figures(counting.filter(({ invoice_type }) => invoice_type === 'advance_invoice')),
                correctives: figures(counting.filter(({ invoice_type }) => invoice_type === 'corrective')),
                proformas: figures(those.filter(({ invoice_type, annulled_at }) =>
                    invoice_type === 'proforma' && annulled_at === null)),
                annulled: figures(those.filter(({ annulled_at }) => annulled_at !== null))
            };
        })
    };
}

function daysBetween(from: string, to: string): number {
    return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

const bucketBounds =
    [['0', -Infinity, 0], ['1-30', 1, 30], ['31-60', 31, 60], ['61-90', 61, 90], ['90+', 91, Infinity]] as const;

/** Invoices that were unpaid at the end of a past day, with their sums of that day. */
function openOn({ invoices, settlements, entriesOf }: PlainRows, organisation: string, day: string): PlainInvoice[] {
    const entries = settlements.filter(({ organisation_id, settled_on }) =>
        organisation_id === organisation && settled_on <= day).flatMap(({ id }) => entriesOf.get(id) ?? []);
    const entriesOn = Map.groupBy(entries, ({ account, invoice_id }) => `${account} ${invoice_id}`);
    const amountOn = (account: string, { id }: PlainInvoice): bigint =>
        sum(entriesOn.get(`${account} ${id}`) ?? [], ({ amount }) => amount);
    return invoices.filter((invoice) => invoice.organisation_id === organisation && doesCount(invoice)
        && invoice.invoice_type !== 'corrective' && (invoice.issue_date ?? '') <= day)
        .map((invoice) => ({
            ...invoice, paid_amount: amountOn('paid', invoice), credited_amount: amountOn('credited', invoice)
        })).filter((invoice) => left(invoice) > 0n);
}

/** Computes `GET /invoices/analytics/overdue`: all of its rows, and the buckets. */
export function slowOverdue(
    rows: PlainRows, organisation: string, { asOf, today }: { readonly asOf: string; readonly today: string },
    wanted: { readonly contactId?: string; readonly currency?: string }
) {
    const { invoices, organisations } = rows;
    const unpaid = asOf < today ? openOn(rows, organisation, asOf) : invoices.filter((invoice) =>
        invoice.organisation_id === organisation && isOpen(invoice) && (invoice.issue_date ?? '') <= asOf);
    const open = unpaid.filter((invoice) =>
        (wanted.contactId === undefined || invoice.contact_id === wanted.contactId)
        && (wanted.currency === undefined || invoice.currency === wanted.currency));
    const days = ({ due_date }: PlainInvoice): number => (due_date === null ? 0 : daysBetween(due_date, asOf));
    const bucketOf = (invoice: PlainInvoice) =>
        bucketBounds.find(([, least, most]) => days(invoice) >= least && days(invoice) <= most)?.[0];
    const late = open.filter((invoice) => days(invoice) > 0)
        .sort((one, other) => (`${one.due_date} ${one.id}` < `${other.due_date} ${other.id}` ? -1 : 1));
    const own = organisations.find(({ id }) => id === organisation)?.default_currency;
    const first = wanted.currency ?? own;
    return {
        data: late.map((invoice) => ({
            invoiceId: invoice.id, invoiceNumber: invoice.number, contactId: invoice.contact_id,
            customerName: invoice.customer_name, currency: invoice.currency, issueDate: invoice.issue_date,
            dueDate: invoice.due_date, daysOverdue: days(invoice), bucket: bucketOf(invoice),
            totalGross: shown(invoice.total_gross, invoice.currency),
            paidAmount: shown(invoice.paid_amount, invoice.currency),
            creditedAmount: shown(invoice.credited_amount, invoice.currency),
            balance: shown(left(invoice), invoice.currency)
        })),
        aging: [
            ...new Set([...(first === undefined ? [] : [first as Currency]), ...open.map(({ currency }) => currency)])
        ].sort().map((currency) => {
            const those = open.filter((invoice) => invoice.currency === currency);
            const figures = (some: readonly PlainInvoice[]) =>
                ({ count: some.length, amount: shown(sum(some, left), currency) });
            return {
                currency, buckets: bucketBounds.map(([bucket]) =>
                    ({ bucket, ...figures(those.filter((invoice) => bucketOf(invoice) === bucket)) })),
                overdue: figures(those.filter((invoice) => days(invoice) > 0)), total: figures(those)
            };
        })
    };
}

/** `GET /customers/{contactId}/statement` */
export function slowStatement(
    rows: PlainRows, organisation: string, contactId: string,
    { currency: wanted, ...period }: Period & { readonly currency: string | undefined }
) {
    const { invoices, settlements, entriesOf, organisations } = rows;
    const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
    const documents = invoices.filter(
        (invoice) => invoice.organisation_id === organisation && invoice.contact_id === contactId && doesCount(invoice)
    ).map((invoice) => ({
        sortedBy: `${invoice.issue_date} 0 ${new Date(invoice.issued_at ?? '').toISOString()} ${invoice.id}`,
        currency: invoice.currency, change: invoice.total_gross,
        row: {
            id: invoice.id, kind: invoice.invoice_type === 'corrective' ? 'corrective' : 'invoice',
            date: invoice.issue_date ?? '', invoiceNumber: invoice.number, invoiceNumbers: [] as readonly string[],
            dueDate: invoice.due_date,
            paymentMethod: null as string | null, reference: null as string | null, reversesId: null as string | null
        }
    }));
    const settled = settlements.filter(
        (settlement) => settlement.organisation_id === organisation && settlement.customer_id === contactId
    ).flatMap((settlement) => {
        const all = entriesOf.get(settlement.id) ?? [];
        const numbers = all.flatMap(({ invoice_id }) => byId.get(invoice_id ?? '')?.number ?? []);
        const entries = all.filter(({ account, invoice_id }) => {
            const invoice = byId.get(invoice_id ?? '');
            return account !== 'advance'
                && (account !== 'credited' || (invoice !== undefined && doesCount(invoice)));
        });
        const change = -sum(entries, ({ amount }) => amount);
        if (change === 0n) return [];
        return [{
            sortedBy: `${settlement.settled_on} 1 ${new Date(settlement.created_at).toISOString()} ${settlement.id}`,
            currency: settlement.currency, change,
            row: {
                id: settlement.id, kind: settlement.kind === 'corrective' ? 'write_off_withdrawn' : settlement.kind,
                date: settlement.settled_on, invoiceNumber: null, invoiceNumbers: [...new Set(numbers)].sort(),
                dueDate: null,
                paymentMethod: settlement.payment_method, reference: settlement.reference,
                reversesId: settlement.reverses_id
            }
        }];
    });
    const moves = [...documents, ...settled].filter(({ row, currency }) =>
        row.date <= period.to && (wanted === undefined || currency === wanted))
        .sort((one, other) => (one.sortedBy < other.sortedBy ? -1 : 1));
    const own = organisations.find(({ id }) => id === organisation)?.default_currency ?? 'PLN';
    const currencies = moves.length === 0
        ? [(wanted ?? own) as Currency] : [...new Set(moves.map(({ currency }) => currency))].sort();
    return {
        contactId, from: period.from, to: period.to,
        currencies: currencies.map((currency) => {
            const those = moves.filter((move) => move.currency === currency);
            const before = those.filter(({ row }) => row.date < period.from);
            let balance = sum(before, ({ change }) => change);
            return {
                currency, openingBalance: shown(balance, currency),
                rows: those.slice(before.length).map(({ row, change }) =>
                    ({ ...row, amount: shown(change, currency), balance: shown(balance += change, currency) })),
                closingBalance: shown(sum(those, ({ change }) => change), currency)
            };
        })
    };
}

/**
 * Sum that a customer had to the good at the end of a day: credit, overpaid invoices, and money for invoices that were
 * issued later or never counted. The statement of that day closes with the unpaid invoices less this sum.
 */
export function slowGoodOn(
    { invoices, settlements, entriesOf }: PlainRows, organisation: string, contactId: string,
    { day, currency }: { readonly day: string; readonly currency: Currency }
): string {
    const own = new Map(invoices.filter(({ invoice_type }) => invoice_type === 'vat_invoice').map((invoice) =>
        [invoice.id, invoice]));
    const entries = settlements.filter((settlement) => settlement.organisation_id === organisation
        && settlement.customer_id === contactId && settlement.currency === currency && settlement.settled_on <= day)
        .flatMap(({ id }) => entriesOf.get(id) ?? []);
    const credit = sum(entries.filter(({ account }) => account === 'credit'), ({ amount }) => amount);
    const settled = Map.groupBy(entries.filter(({ invoice_id, account }) => {
        const invoice = own.get(invoice_id ?? '');
        return invoice !== undefined && (account === 'paid' || (account === 'credited' && doesCount(invoice)));
    }), ({ invoice_id }) => invoice_id ?? '');
    const over = sum([...settled], ([id, moved]) => {
        const [invoice, amount] = [own.get(id), sum(moved, (entry) => entry.amount)];
        if (invoice === undefined || !doesCount(invoice) || !isIn(invoice.issue_date, { from: '', to: day }))
            return amount;
        return amount > invoice.total_gross ? amount - invoice.total_gross : 0n;
    });
    return shown(credit + over, currency);
}

/** Closing balance of a customer's statement, from the invoices and the credit as they are now. */
export function slowBalance(
    { invoices, credits }: PlainRows, organisation: string, contactId: string, currency: Currency
): string {
    const owed = sum(invoices.filter((invoice) => invoice.organisation_id === organisation
        && invoice.contact_id === contactId && invoice.currency === currency && doesCount(invoice)), left);
    const credit = sum(credits.filter((row) => row.organisation_id === organisation && row.customer_id === contactId
        && row.currency === currency), ({ amount }) => amount);
    return shown(owed - credit, currency);
}
