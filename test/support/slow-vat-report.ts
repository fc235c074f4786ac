import { decimals, type Currency } from './book-currencies.ts';
import {
    doesCount, isIn, shown, sum, tenThousandths, type Period, type PlainInvoice, type PlainLine, type PlainRows
} from './slow-reports.ts';

/** The VAT report once more, from documents one by one. Shares no code with the service. */

const keywords: Readonly<Record<string, string>> = { E: 'zw', O: 'np', AE: 'oo' };
const categories = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'];

/** A document's amounts of one rate, rule and day, in ten-thousandths. */
export type VatPart = {
    readonly document: PlainInvoice; readonly vatCurrency: Currency; readonly category: string; readonly rate: string;
    readonly rule: string; readonly date: string; readonly countedOn: string | null;
    readonly net: bigint; readonly vat: bigint;
    /** Amounts in the VAT currency; undefined without an exchange rate. */
    readonly declaredNet: bigint | undefined; readonly declaredVat: bigint | undefined
};

/** A tax point as the JSON of its document tells it. */
type StoredPoint = {
    readonly category: string; readonly rate: string; readonly rule: string; readonly date: string;
    readonly net: string; readonly vat: string; readonly exchangeRate: string | null; readonly countedOn: string | null
};
type Amounts = { readonly net: bigint; readonly vat: bigint };

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

/** Computes the tax points of all issued documents, from their own JSON or, where they have none, from their lines. */
export function slowVatParts(rows: PlainRows): readonly VatPart[] {
    const { invoices, organisations } = rows;
    const own = new Map(organisations.map(({ id, vat_currency }) => [id, vat_currency]));
    const families = Map.groupBy(invoices, ({ id, corrects_id }) => corrects_id ?? id);
    return invoices.filter(({ number }) => number !== null).flatMap((document) => {
        const family = (families.get(document.corrects_id ?? '') ?? []).filter((other) =>
            other.corrects_id === null || Number(other.correction_number) < Number(document.correction_number));
        const vatCurrency = document.vat_currency ?? own.get(document.organisation_id);
        if (vatCurrency === undefined) throw new Error(`there is no ${document.organisation_id}`);
        return document.tax_points === null ? partsOfLines(rows, document, family, vatCurrency)
            : partsOfTaxPoints(rows, document, family, vatCurrency);
    });
}

/** Computes the parts of a document without tax points: its lines by rate, all on the day of the sale. */
function partsOfLines(
    { linesOf }: PlainRows, document: PlainInvoice, earlier: readonly PlainInvoice[], vatCurrency: Currency
): readonly VatPart[] {
    const date = document.sale_date ?? document.issue_date ?? '';
    const exchangeRate = document.currency === vatCurrency ? '1' : document.exchange_rate;
    const byRate = Map.groupBy(linesOf.get(document.id) ?? [], ({ vat_category, vat_rate }) =>
        `${vat_category} ${vat_rate}`);
    return [...byRate].map(([key, lines]) => {
        const before = earlier.flatMap(({ id }) => linesOf.get(id) ?? []).filter((line) =>
            `${line.vat_category} ${line.vat_rate}` === key);
        const [category = '', rate = ''] = key.split(' ');
        return {
            document, vatCurrency, category, rate: String(Number(rate)), rule: 'general', date,
            countedOn: document.invoice_type === 'corrective' ? document.issue_date : date,
            ...amounts(addedUp(before), addedUp(lines), exchangeRate, vatCurrency)
        };
    });
}

/** Computes the parts of a document with tax points; declared amounts from the documents before a corrective. */
function partsOfTaxPoints(
    rows: PlainRows, document: PlainInvoice, earlier: readonly PlainInvoice[], vatCurrency: Currency
): readonly VatPart[] {
    return pointsOf(document).map(({ category, rate, rule, date, countedOn, exchangeRate, net, vat }) => {
        const before = earlier.flatMap((other) => amountsOn(rows, other, earlier, { category, rate, rule, date }));
        const confirmed = document.receipt_confirmed_on;
        return {
            document, vatCurrency, category, rate: String(Number(rate)), rule, date,
            countedOn: countedOn ?? (confirmed === null || confirmed > date ? confirmed : date),
            ...amounts(addedUp(before), { net: tenThousandths(net), vat: tenThousandths(vat) },
                document.currency === vatCurrency ? '1' : exchangeRate, vatCurrency)
        };
    });
}

function pointsOf({ tax_points }: PlainInvoice): readonly StoredPoint[] {
    return JSON.parse(tax_points ?? '[]');
}

/**
 * Amounts of a document on a tax point. A document of a version without tax points charged everything on the day of the
 * invoice, and its correctives did.
 */
function amountsOn(
    { linesOf }: PlainRows, document: PlainInvoice, family: readonly PlainInvoice[],
    { category, rate, rule, date }: Pick<StoredPoint, 'category' | 'rate' | 'rule' | 'date'>
): readonly Amounts[] {
    if (document.tax_points !== null)
        return pointsOf(document).filter((point) => point.category === category && point.rate === rate
            && point.rule === rule && point.date === date)
            .map(({ net, vat }) => ({ net: tenThousandths(net), vat: tenThousandths(vat) }));
    const original = family.find(({ corrects_id }) => corrects_id === null);
    return rule !== 'general' || date !== (original?.sale_date ?? original?.issue_date) ? []
        : (linesOf.get(document.id) ?? []).filter((line: PlainLine) =>
            line.vat_category === category && Number(line.vat_rate) === Number(rate));
}

function addedUp(some: readonly Amounts[]): Amounts {
    return { net: sum(some, ({ net }) => net), vat: sum(some, ({ vat }) => vat) };
}

function amounts(before: Amounts, change: Amounts, exchangeRate: string | null, vatCurrency: Currency) {
    const declared = (name: 'net' | 'vat') => (exchangeRate === null ? undefined
        : exchanged(before[name] + change[name], exchangeRate, vatCurrency)
            - exchanged(before[name], exchangeRate, vatCurrency));
    return { ...change, declaredNet: declared('net'), declaredVat: declared('vat') };
}

/** Rows of `invoice_vat` as text, as these parts should have been stored. */
export function slowVatRows(parts: readonly VatPart[]): readonly string[] {
    return parts.map((part) => [
        part.document.id, part.document.organisation_id, part.category, part.rate, '', part.rule, part.date,
        part.countedOn, part.net, part.vat, part.declaredNet, part.declaredVat
    ].map((value) => String(value ?? null)).join(' ')).sort();
}

/** The stored rows of `invoice_vat` in the same form. */
export function plainVatRows({ vat }: PlainRows): readonly string[] {
    const amount = (text: string | null) => (text === null ? null : tenThousandths(text));
    return vat.map((row) => [
        row.invoice_id, row.organisation_id, row.vat_category, Number(row.vat_rate), row.vat_word, row.tax_point_rule,
        row.tax_point, row.counted_on, amount(row.net), amount(row.vat), amount(row.declared_net),
        amount(row.declared_vat)
    ].map(String).join(' ')).sort();
}

/** Computes one period of `GET /invoices/analytics/vat-report`. */
export function slowVatPeriod(
    rows: PlainRows, organisation: string, all: readonly VatPart[],
    { basis, ...period }: Period & { readonly basis: string }
) {
    const own = rows.organisations.find(({ id }) => id === organisation);
    if (own === undefined) throw new Error(`there is no ${organisation}`);
    const day = ({ document, countedOn }: VatPart) => {
        if (basis === 'tax_point') return countedOn;
        return basis === 'issue' || document.invoice_type === 'corrective'
            ? document.issue_date : document.sale_date ?? document.issue_date;
    };
    const parts = all.filter((part) => part.document.organisation_id === organisation && doesCount(part.document)
        && isIn(day(part), period));
    const countDocuments = (some: readonly VatPart[]) => new Set(some.map(({ document }) => document.id)).size;
    const withoutRate = (some: readonly VatPart[]) =>
        countDocuments(some.filter(({ declaredNet }) => declaredNet === undefined));
    const sums = (some: readonly VatPart[], currency: Currency, vatCurrency: Currency) => {
        return {
            documents: countDocuments(some), net: shown(sum(some, ({ net }) => net), currency),
            vat: shown(sum(some, ({ vat }) => vat), currency),
            gross: shown(sum(some, ({ net, vat }) => net + vat), currency),
            netInVatCurrency: shown(sum(some, ({ declaredNet }) => declaredNet ?? 0n), vatCurrency),
            vatInVatCurrency: shown(sum(some, ({ declaredVat }) => declaredVat ?? 0n), vatCurrency),
            withoutExchangeRate: withoutRate(some)
        };
    };
    const figures = (some: readonly VatPart[], currency: Currency, vatCurrency: Currency) => ({
        currency, vatCurrency, ...sums(some, currency, vatCurrency),
        invoices: sums(some.filter(({ document }) => document.invoice_type !== 'corrective'), currency, vatCurrency),
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
                withoutExchangeRate: withoutRate(parts.filter((part) => part.vatCurrency === vatCurrency))
            }))
        }
    };
}

/** Most correctives that the report lists. */
const maxAwaiting = 500;

/** Computes the correctives of `GET /invoices/analytics/vat-report` that await their confirmation. */
export function slowAwaiting(
    { invoices }: PlainRows, organisation: string, all: readonly VatPart[],
    { basis, to }: Period & { readonly basis: string }
) {
    const numbers = new Map(invoices.map(({ id, number }) => [id, number]));
    const awaiting = all.filter(({ document, countedOn }) => basis === 'tax_point' && countedOn === null
        && document.organisation_id === organisation && doesCount(document) && (document.issue_date ?? '') <= to);
    const correctives = [...Map.groupBy(awaiting, ({ document }) => `${document.issue_date} ${document.id}`)]
        .sort(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, parts]) =>
            parts.slice(0, 1).map(({ document, vatCurrency }) => {
                const isUnknown = parts.some(({ declaredNet }) => declaredNet === undefined);
                const declared = (amount: (part: VatPart) => bigint | undefined) =>
                    (isUnknown ? null : shown(sum(parts, (part) => amount(part) ?? 0n), vatCurrency));
                return {
                    invoiceId: document.id, invoiceNumber: document.number, issueDate: document.issue_date,
                    correctedInvoiceNumber: numbers.get(document.corrects_id ?? ''),
                    customerName: document.customer_name, currency: document.currency, vatCurrency,
                    net: shown(sum(parts, ({ net }) => net), document.currency),
                    vat: shown(sum(parts, ({ vat }) => vat), document.currency),
                    netInVatCurrency: declared(({ declaredNet }) => declaredNet),
                    vatInVatCurrency: declared(({ declaredVat }) => declaredVat)
                };
            }));
    return {
        awaitingConfirmation: correctives.slice(0, maxAwaiting), awaitingConfirmationTotal: correctives.length
    };
}
