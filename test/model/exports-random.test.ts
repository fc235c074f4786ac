import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { randomFrom } from '../crash/random.ts';
import { givenClock } from '../support/given-server.ts';
import { givenToken } from '../support/given-token.ts';
import { RandomBooks } from '../support/random-books.ts';
import { csvOf, type CsvRows } from '../support/read-csv.ts';
import { storeDocuments } from '../support/stored-documents.ts';
import { useService } from '../support/use-service.ts';

const documents = 2_000;
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const random = randomFrom(seed);
const service = useService({ clock: givenClock() });
const organisation = 'books';
const allTime = 'startDate=2025-01-01&endDate=2029-12-31';

/** Final invoices: their totals are what their advances leave of their items. */
const deducting = new Set<unknown>();
let token: string;
beforeAll(async () => {
    token = await givenToken({ org: organisation, exp: 4_000_000_000 });
    const contacts = Array.from({ length: 5 }, () => randomUUID());
    const books = new RandomBooks(organisation, contacts, random.oneOf(['PLN', 'EUR', 'KWD']), random);
    while (books.invoice.length < documents) books.add();
    books.invoice.filter(({ advances }) => advances !== null && advances !== undefined)
        .forEach(({ id }) => deducting.add(id));
    const { invoice, invoice_line, ledger: { settlement, settlement_entry, customer_credit } } = books;
    await storeDocuments(service.databaseUrl, {
        organisation: books.organisation, invoice, invoice_line, settlement, settlement_entry, customer_credit
    });
}, 60_000);

const exported = async (path: string): Promise<CsvRows> => csvOf(await service.call('GET', path, { token }));

async function report(path: string) {
    const { status, body, text } = await service.call('GET', path, { token });
    if (status !== 200) throw new Error(text);
    return body;
}

/** Sums of amount columns over rows with the same values of other columns. */
function sumsOf(
    rows: CsvRows, keys: readonly string[], amounts: readonly string[]
): Readonly<Record<string, readonly string[]>> {
    const groups = Map.groupBy(rows, (row) => keys.map((key) => row[key]).join(' '));
    return Object.fromEntries([...groups].map(([key, group]) => [key, amounts.map((name) =>
        sumOf(group.map((row) => row[name] ?? '')))]));
}

/** The sum of amounts with the same number of decimals; a missing one counts as nothing. */
function sumOf(amounts: readonly string[]): string {
    const given = amounts.filter((amount) => amount !== '');
    const decimals = given[0]?.split('.')[1]?.length ?? 0;
    const units = given.reduce((sum, amount) => sum + BigInt(amount.replace('.', '')), 0n);
    const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
    const whole = digits.slice(0, digits.length - decimals);
    return `${units < 0n ? '-' : ''}${whole}${decimals === 0 ? '' : `.${digits.slice(-decimals)}`}`;
}

describe(`on ${documents} random documents (FC_SEED=${seed})`, () => {
    test('vat.csv of a period adds up to the VAT report of it, rate by rate', async () => {
        const periods = [['2026-01-01', '2026-01-31'], ['2026-02-10', '2026-06-20'], ['2025-01-01', '2029-12-31']];
        for (const [from, to] of periods) {
            const rows = await exported(`/exports/vat.csv?countedFrom=${from}&countedTo=${to}`);
            const { periods: [{ rates }] } = await report(
                `/invoices/analytics/vat-report?startDate=${from}&endDate=${to}`);

            const declared = rows.filter((row) => row['vatInVatCurrency'] !== '');
            const keys = ['currency', 'vatCurrency', 'vatCategory', 'vatRate'];
            expect(sumsOf(rows, keys, ['net', 'vat', 'gross'])).toEqual(expectedOf(rates, ['net', 'vat', 'gross']));
            expect(sumsOf(declared, keys, ['netInVatCurrency', 'vatInVatCurrency'])).toEqual(expectedOf(
                rates.filter((rate: Rate) => declared.some((row) => keyOf(row) === keyOf(rate))),
                ['netInVatCurrency', 'vatInVatCurrency']));
        }
    });

    test('invoices.csv adds up to the statistics, and items.csv to the documents', async () => {
        const { currencies } = await report(`/invoices/analytics/statistics?${allTime}`);
        const rows = await exported('/exports/invoices.csv?fromDate=2025-01-01&toDate=2029-12-31');
        const items = await exported('/exports/items.csv');

        const counted = rows.filter(({ invoiceNumber, invoiceType, annulled }) =>
            invoiceNumber !== '' && invoiceType !== 'proforma' && annulled === 'false');
        const amounts = ['totalNet', 'totalVAT', 'totalGross'];
        expect(rows.length).toBeGreaterThan(documents * 0.8);
        expect(sumsOf(counted, ['currency'], amounts)).toEqual(Object.fromEntries(
            currencies.map((figures: Rate) => [figures['currency'], amounts.map((name) => figures[name])])));
        const ofItems = sumsOf(items, ['invoiceId'], amounts);
        const withItems = rows.filter(({ id = '' }) => ofItems[id] !== undefined && !deducting.has(id));
        expect(withItems.length).toBeGreaterThan(documents * 0.5);
        expect(withItems.map(({ id }) => ofItems[id ?? '']))
            .toEqual(withItems.map((row) => amounts.map((name) => row[name])));
    });
});

type Rate = Readonly<Record<string, string>>;

const keyOf = ({ currency, vatCurrency, vatCategory, vatRate }: Rate) =>
    [currency, vatCurrency, vatCategory, vatRate].join(' ');

function expectedOf(rates: readonly Rate[], amounts: readonly string[]): Readonly<Record<string, unknown>> {
    return Object.fromEntries(rates.map((rate) => [keyOf(rate), amounts.map((name) => rate[name])]));
}
