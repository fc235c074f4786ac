import type pg from 'pg';
import { decimals, type Currency } from './random-books.ts';

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
            exchange_rate corrects_id correction_number`.replace(/\s+/g, ' '),
            'total_net', 'total_vat', 'total_gross', 'paid_amount', 'credited_amount'),
        linesOf: Map.groupBy(lines, ({ invoice_id }) => invoice_id),
        settlements: await read('settlement',
            'id organisation_id kind customer_id currency settled_on created_at payment_method reference reverses_id'),
        entriesOf: Map.groupBy(entries, ({ settlement_id }) => settlement_id),
        credits: await read('customer_credit', 'organisation_id customer_id currency', 'amount')
    };
}

function tenThousandths(text: string): bigint {
    const [whole = '', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(4, '0'));
}

/** An amount as answers show it. */
function shown(amount: bigint, currency: Currency): string {
    const sign = amount < 0n ? '-' : '';
    const digits = (amount < 0n ? -amount : amount).toString().padStart(5, '0');
    const kept = decimals[currency];
    if (!/^0*$/.test(digits.slice(digits.length - 4 + kept)))
        throw new Error(`${amount} has more decimals than ${currency}`);
    const whole = digits.slice(0, -4);
    return kept === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-4, digits.length - 4 + kept)}`;
}

type Period = { readonly from: string; readonly to: string };

function isIn(day: string | null, { from, to }: Period): boolean {
    return day !== null && from <= day && day <= to;
}

function doesCount({ number, annulled_at, invoice_type }: PlainInvoice): boolean {
    return number !== null && annulled_at === null && invoice_type !== 'proforma';
}

function sum<Item>(items: readonly Item[], amount: (item: Item) => bigint): bigint {
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
        invoice.number !== null && invoice.invoice_type === 'vat_invoice' && invoice.payment_status === status).length;
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

/** Computes `GET /invoices/analytics/overdue`: all of its rows, and the buckets. */
export function slowOverdue(
    { invoices, organisations }: PlainRows, organisation: string, asOf: string,
    wanted: { readonly contactId?: string; readonly currency?: string }
) {
    const open = invoices.filter((invoice) => invoice.organisation_id === organisation && isOpen(invoice)
        && (wanted.contactId === undefined || invoice.contact_id === wanted.contactId)
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

const keywords: Readonly<Record<string, string>> = { E: 'zw', O: 'np', AE: 'oo' };
const categories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'];

/** Product `amount × rate` in ten-thousandths, rounded half away from zero to the decimals of the currency. */
function exchanged(amount: bigint, rate: string, currency: Currency): bigint {
    const [whole = '', fraction = ''] = rate.split('.');
    const nanos = BigInt(whole + fraction.padEnd(9, '0'));
    const unit = 10n ** BigInt(4 - decimals[currency]);
    const product = (amount < 0n ? -amount : amount) * nanos;
    const divisor = 1_000_000_000n * unit;
    const rounded = (product + divisor / 2n) / divisor * unit;
    return amount < 0n ? -rounded : rounded;
}

type VatPart = {
    readonly document: PlainInvoice; readonly vatCurrency: Currency; readonly category: string; readonly rate: string;
    net: bigint; vat: bigint; declaredNet: bigint | undefined; declaredVat: bigint | undefined
};

/** Computes one period of `GET /invoices/analytics/vat-report`. */
export function slowVatPeriod(
    { invoices, linesOf, organisations }: PlainRows, organisation: string, period: Period, basis: string
) {
    const own = organisations.find(({ id }) => id === organisation);
    if (own === undefined) throw new Error(`there is no ${organisation}`);
    const day = (invoice: PlainInvoice) => (basis === 'issue' || invoice.invoice_type === 'corrective'
        ? invoice.issue_date : invoice.sale_date ?? invoice.issue_date);
    const documents = invoices.filter((invoice) =>
        invoice.organisation_id === organisation && doesCount(invoice) && isIn(day(invoice), period));
    const vatCurrencyOf = (invoice: PlainInvoice) => invoice.vat_currency ?? own.vat_currency;
    const rateOf = (invoice: PlainInvoice) =>
        (invoice.currency === vatCurrencyOf(invoice) ? '1' : invoice.exchange_rate);
    const families = Map.groupBy(invoices, ({ id, corrects_id }) => corrects_id ?? id);
    const earlierThan = ({ corrects_id, correction_number }: PlainInvoice) => (families.get(corrects_id ?? '') ?? [])
        .filter((other) => other.corrects_id === null || Number(other.correction_number) < Number(correction_number));
    const parts: VatPart[] = documents.flatMap((document) =>
        [...Map.groupBy(
            linesOf.get(document.id) ?? [], ({ vat_category, vat_rate }) => `${vat_category} ${vat_rate}`
        ).values()].map((lines) => {
            const [net, vat, rate, vatCurrency] = [
                sum(lines, (line) => line.net), sum(lines, (line) => line.vat),
                rateOf(document), vatCurrencyOf(document)
            ];
            const before = earlierThan(document).flatMap(({ id }) => linesOf.get(id) ?? []).filter((line) =>
                line.vat_category === lines[0]?.vat_category && line.vat_rate === lines[0].vat_rate);
            const declared = (change: bigint, amount: (line: PlainLine) => bigint) => (rate === null ? undefined
                : exchanged(sum(before, amount) + change, rate, vatCurrency) - exchanged(
                    sum(before, amount), rate, vatCurrency));
            return {
                document, vatCurrency, category: lines[0]?.vat_category ?? '',
                rate: String(Number(lines[0]?.vat_rate)), net, vat,
                declaredNet: declared(net, (line) => line.net), declaredVat: declared(vat, (line) => line.vat)
            };
        }));
    const sums = (some: readonly VatPart[], currency: Currency, vatCurrency: Currency) => {
        const seen = [...new Set(some.map(({ document }) => document))];
        return {
            documents: seen.length, net: shown(sum(some, ({ net }) => net), currency),
            vat: shown(sum(some, ({ vat }) => vat), currency),
            gross: shown(sum(some, ({ net, vat }) => net + vat), currency),
            netInVatCurrency: shown(sum(some, ({ declaredNet }) => declaredNet ?? 0n), vatCurrency),
            vatInVatCurrency: shown(sum(some, ({ declaredVat }) => declaredVat ?? 0n), vatCurrency),
            withoutExchangeRate: seen.filter((document) => rateOf(document) === null).length
        };
    };
    const figures = (some: readonly VatPart[], currency: Currency, vatCurrency: Currency) => ({
        currency, vatCurrency, ...sums(some, currency, vatCurrency),
        invoices: sums(some.filter(({ document }) => document.invoice_type === 'vat_invoice'), currency, vatCurrency),
        correctives: sums(some.filter(({ document }) => document.invoice_type === 'corrective'), currency, vatCurrency)
    });
    const pairs = [...new Set(parts.map(({ document, vatCurrency }) => `${document.currency} ${vatCurrency}`))].sort()
        .map((pair) => pair.split(' ') as [Currency, Currency]);
    const rates = [...new Set(parts.map(({ category, rate }) => `${category} ${rate}`))].map((text) =>
        text.split(' ') as [string, string])
        .sort(([one, rate], [other, second]) =>
            categories.indexOf(one) - categories.indexOf(other) || Number(second) - Number(rate));
    const named = (category: string, rate: string) =>
        ({ vatCategory: category, vatRate: keywords[category] ?? Number(rate) });
    const vatCurrencies = [...new Set([own.vat_currency, ...pairs.map(([, vatCurrency]) => vatCurrency)])].sort();
    const declared = (some: readonly VatPart[], vatCurrency: Currency) =>
        ({
            net: shown(sum(some, ({ declaredNet }) => declaredNet ?? 0n), vatCurrency),
            vat: shown(sum(some, ({ declaredVat }) => declaredVat ?? 0n), vatCurrency)
        });
    const of = (pair: readonly [Currency, Currency]) => parts.filter((part) =>
        part.document.currency === pair[0] && part.vatCurrency === pair[1]);
    const at = (some: readonly VatPart[], [category, rate]: readonly [string, string]) => some.filter((part) =>
        part.category === category && part.rate === rate);
    return {
        startDate: period.from, endDate: period.to,
        rates: pairs.flatMap((pair) =>
            rates.map((rate) => [rate, at(of(pair), rate)] as const).filter(([, some]) => some.length > 0)
            .map(([[category, rate], some]) => ({ ...named(category, rate), ...figures(some, ...pair) }))),
        totals: pairs.map((pair) => figures(of(pair), ...pair)),
        declaration: {
            rates: vatCurrencies.flatMap((vatCurrency) =>
                rates.map((rate) => [rate, at(parts.filter((part) => part.vatCurrency === vatCurrency), rate)] as const)
                .filter(([, some]) => some.length > 0).map(([[category, rate], some]) =>
                    ({ vatCurrency, ...named(category, rate), ...declared(some, vatCurrency) }))),
            totals: vatCurrencies.map((vatCurrency) => ({
                vatCurrency, ...declared(parts.filter((part) => part.vatCurrency === vatCurrency), vatCurrency),
                withoutExchangeRate: documents.filter((document) =>
                    vatCurrencyOf(document) === vatCurrency && rateOf(document) === null).length
            }))
        }
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
