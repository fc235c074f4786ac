import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomFrom } from '../crash/random.ts';
import { decimals, type Currency } from '../support/book-currencies.ts';
import { givenClock } from '../support/given-server.ts';
import { givenService, type GivenService } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { RandomBooks } from '../support/random-books.ts';
import {
    readPlainRows, slowBalance, slowGoodOn, slowOverdue, slowStatement, slowStatistics, type PlainRows
} from '../support/slow-reports.ts';
import {
    plainVatRows, slowAwaiting, slowVatParts, slowVatPeriod, slowVatRows, type VatPart
} from '../support/slow-vat-report.ts';
import { storeDocuments } from '../support/stored-documents.ts';

const documents = 10_000;
const [yesterday, today] = ['2026-11-22', '2026-11-23'];
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2 ** 31);
const random = randomFrom(seed);

const contacts = Array.from({ length: 15 }, () => randomUUID());
const names = ['one', 'two', 'three'];
const tokens = new Map<string, string>();

let service: GivenService;
let rows: PlainRows;
let vatParts: readonly VatPart[];
beforeAll(async () => {
    service = await givenService({ clock: givenClock(`${today}T10:15:00.000Z`) });
    const books = await Promise.all(names.map(async (name) => {
        tokens.set(name, await givenToken({ org: name, exp: 4_000_000_000 }));
        return new RandomBooks(name, contacts, random.oneOf(['PLN', 'PLN', 'EUR', 'KWD']), random);
    }));
    for (const book of books) {
        while (book.invoice.length < documents / names.length) book.add();
    }
    await storeDocuments(service.databaseUrl, {
        organisation: books.flatMap(({ organisation }) => organisation),
        invoice: books.flatMap(({ invoice }) => invoice),
        invoice_line: books.flatMap(({ invoice_line }) => invoice_line),
        settlement: books.flatMap(({ ledger }) => ledger.settlement),
        settlement_entry: books.flatMap(({ ledger }) => ledger.settlement_entry),
        customer_credit: books.flatMap(({ ledger }) => ledger.customer_credit)
    });
    rows = await readPlainRows(service.dependencies.database.pool);
    vatParts = slowVatParts(rows);
}, 60_000);
afterAll(() => service.close());

const day = () => new Date(Date.UTC(2025, 11, 15) + random.between(0, 630) * 86_400_000).toISOString().slice(0, 10);

function somePeriod() {
    const [from = '', to = ''] = [day(), day()].sort();
    return { from, to };
}

async function answer(organisation: string, url: string) {
    const { status, body, text } = await service.call('GET', url, { token: tokens.get(organisation) ?? '' });
    if (status !== 200) throw new Error(text);
    return body;
}

/** An amount in the smallest unit of its currency. */
const unitsOf = (amount: string): bigint => BigInt(amount.replace('.', ''));

/** Names of `count` cases, each with an organisation of its own. */
const cases = (count: number): readonly string[] => Array.from({ length: count }, (_, place) =>
    names[place % names.length] ?? '');

describe(`on ${documents} random documents (FC_SEED=${seed})`, () => {
    test('there is something of everything', () => {
        const seen = (values: readonly unknown[]) => [...new Set(values)].sort();

        expect(rows.invoices.length).toBeGreaterThanOrEqual(documents);
        expect(seen(rows.invoices.map(({ status }) => status)))
            .toEqual(['cancelled', 'draft', 'issued', 'paid', 'sent']);
        expect(seen(rows.invoices.map(({ payment_status }) => payment_status)))
            .toEqual(['cancelled', 'paid', 'partial', 'pending']);
        expect(seen(rows.invoices.map(({ invoice_type }) => invoice_type)))
            .toEqual(['advance_invoice', 'corrective', 'proforma', 'vat_invoice']);
        expect(seen(rows.invoices.map(({ currency }) => currency))).toEqual(Object.keys(decimals).sort());
        expect(seen(rows.settlements.map(({ kind }) => kind)))
            .toEqual(['annulment', 'corrective', 'credit_use', 'payment', 'refund', 'reversal', 'write_off']);
        expect(rows.invoices.filter(({ annulled_at }) => annulled_at !== null).length).toBeGreaterThan(50);
        expect([...rows.entriesOf.values()].flat().filter(({ account }) => account === 'advance').length)
            .toBeGreaterThan(20);
        expect(rows.credits.filter(({ amount }) => amount > 0n).length).toBeGreaterThan(20);
    });

    test('there is every kind of tax point', () => {
        const dated = vatParts.filter(({ document }) => document.tax_points !== null);
        const withoutTaxPoints = rows.invoices.filter(({ number, corrects_id, tax_points }) =>
            number !== null && corrects_id === null && tax_points === null);
        const byDocument = [...Map.groupBy(dated, ({ document }) => document).values()];
        const correctives = dated.filter(({ document }) => document.invoice_type === 'corrective');
        const count = (some: readonly unknown[]) => some.length;
        const different = (parts: readonly VatPart[], of: (part: VatPart) => unknown) => new Set(parts.map(of)).size;

        expect([...new Set(dated.map(({ rule }) => rule))].sort())
            .toEqual(['advance', 'construction', 'general', 'intra_community']);
        const seen = {
            withoutTaxPoints: count(withoutTaxPoints),
            severalRates: count(byDocument.filter((parts) => different(parts, ({ rate }) => rate) > 1)),
            severalDaysOfOneRate: count(byDocument.filter((parts) => parts.length
                > different(parts, ({ category, rate }) => `${category} ${rate}`))),
            inAnotherMonth: count(dated.filter(({ rule, date, document }) =>
                rule === 'advance' && date.slice(0, 7) !== document.issue_date?.slice(0, 7))),
            withAndWithoutRate: count(byDocument.filter((parts) =>
                different(parts, ({ declaredNet }) => declaredNet === undefined) > 1)),
            finalInvoices: count(rows.invoices.filter(({ advances }) => advances !== null)),
            ofOldInvoices: count(rows.invoices.filter(({ tax_points, corrects_id }) =>
                tax_points !== null && withoutTaxPoints.some(({ id }) => id === corrects_id))),
            countedLater: count(correctives.filter(({ date, countedOn }) => countedOn !== null && countedOn > date)),
            awaiting: count(correctives.filter(({ countedOn }) => countedOn === null)),
            confirmed: count(correctives.filter(({ document }) => document.receipt_confirmed_on !== null)),
            moved: count(byDocument.filter((parts) => parts.some((part) => part.net !== 0n && parts.some((other) =>
                other.net === -part.net && other.vat === -part.vat && other.date !== part.date)))),
            severalInForeignCurrency: count([...Map.groupBy(
                correctives.filter(({ document, vatCurrency }) => document.currency !== vatCurrency),
                ({ document, category, rate, rule, date }) =>
                    [document.corrects_id, category, rate, rule, date].join(' ')
            ).values()].filter((parts) => parts.length > 1))
        };
        for (const [kind, number] of Object.entries(seen)) expect([kind, number > 20]).toEqual([kind, true]);
    });

    test('the stored tax points are what is worked out one by one', () => {
        const [stored, slow] = [plainVatRows(rows), slowVatRows(vatParts)];
        const [asStored, asWorkedOut] = [new Set(stored), new Set(slow)];

        expect(stored.length).toBe(slow.length);
        expect({
            notStored: slow.filter((row) => !asStored.has(row)).slice(0, 3),
            notWorkedOut: stored.filter((row) => !asWorkedOut.has(row)).slice(0, 3)
        }).toEqual({ notStored: [], notWorkedOut: [] });
    });

    test('statistics are what is counted one by one', async () => {
        for (const organisation of cases(30)) {
            const period = somePeriod();

            const body = await answer(
                organisation, `/invoices/analytics/statistics?startDate=${period.from}&endDate=${period.to}`);

            expect(body).toEqual(slowStatistics(rows, organisation, period, today));
        }
    });

    test('overdue and its buckets are what is counted one by one', async () => {
        for (const organisation of cases(12)) {
            const asOf = random.between(0, 3) === 0 ? today : day();
            const wanted = random.oneOf<{
                contactId?: string; currency?: string
            }>([{}, { contactId: random.oneOf(contacts) }, { currency: random.oneOf(Object.keys(decimals)) }]);
            const data: unknown[] = [];
            let aging: unknown;
            for (let cursor: string | null = ''; cursor !== null;) {
                const query = new URLSearchParams({
                    asOf, limit: '100', ...wanted, ...(cursor === '' ? {} : { cursor })
                });
                const body = await answer(organisation, `/invoices/analytics/overdue?${query.toString()}`);
                data.push(...body.data);
                aging = body.aging;
                cursor = body.nextCursor;
            }

            expect({ data, aging }).toEqual(slowOverdue(rows, organisation, { asOf, today }, wanted));
        }
    });

    test('what is unpaid on a past day is what the statement of that day closes with, and what is to the good',
        async () => {
            for (const organisation of cases(40)) {
                const [contactId, asOf] = [random.oneOf(contacts), random.oneOf([yesterday, day(), day()])];
                if (asOf >= today) continue;

                const { aging } = await answer(
                    organisation, `/invoices/analytics/overdue?asOf=${asOf}&contactId=${contactId}`);
                const { currencies } = await answer(
                    organisation, `/customers/${contactId}/statement?from=${asOf}&to=${asOf}`);

                for (const { currency, closingBalance } of currencies) {
                    const unpaid = aging.find((row: { currency: string }) => row.currency === currency)?.total.amount;
                    const good = slowGoodOn(rows, organisation, contactId, { day: asOf, currency });
                    expect([organisation, asOf, currency, unitsOf(unpaid ?? '0') - unitsOf(good)])
                        .toEqual([organisation, asOf, currency, unitsOf(closingBalance)]);
                }
            }
        });

    test.each(['tax_point', 'sale', 'issue'])('the VAT report by %s is added up one by one', async (dateBasis) => {
        for (const organisation of cases(9)) {
            const period = somePeriod();
            const groupBy = random.oneOf(['period', 'month', 'quarter']);

            const body = await answer(organisation, `/invoices/analytics/vat-report?startDate=${period.from}`
                + `&endDate=${period.to}&dateBasis=${dateBasis}&groupBy=${groupBy}`);

            expect(body.periods[0].startDate).toBe(period.from);
            expect(body.periods.at(-1).endDate).toBe(period.to);
            for (const { period: _name, ...part } of body.periods) {
                expect(part).toEqual(slowVatPeriod(rows, organisation, vatParts, {
                    from: part.startDate, to: part.endDate, basis: dateBasis
                }));
            }
            const { awaitingConfirmation, awaitingConfirmationTotal } = body;
            expect({ awaitingConfirmation, awaitingConfirmationTotal })
                .toEqual(slowAwaiting(rows, organisation, vatParts, { ...period, basis: dateBasis }));
        }
    });

    test('the rates of the VAT report add up to what the documents themselves come to', async () => {
        for (const organisation of names) {
            const { periods: [{ totals }] } = await answer(
                organisation,
                '/invoices/analytics/vat-report?startDate=2025-01-01&endDate=2029-12-31&dateBasis=issue');
            const { currencies } = await answer(
                organisation, '/invoices/analytics/statistics?startDate=2025-01-01&endDate=2029-12-31');
            const shown = Object.fromEntries(
                totals.map(({ currency, net, vat, gross, documents: count }: Record<string, unknown>) =>
                    [currency, [count, net, vat, gross]]));

            expect(shown).toEqual(Object.fromEntries(currencies.map((figures: Record<string, unknown>) =>
                [figures['currency'], [figures['count'], figures['totalNet'], figures['totalVAT'],
                    figures['totalGross']]])));
        }
    });

    test('statements of account are what moved, one by one', async () => {
        for (const organisation of cases(24)) {
            const period = somePeriod();
            const contactId = random.oneOf(contacts);
            const currency = random.oneOf(['', '', ...Object.keys(decimals)]);

            const inCurrency = currency === '' ? '' : `&currency=${currency}`;
            const body = await answer(
                organisation, `/customers/${contactId}/statement?from=${period.from}&to=${period.to}${inCurrency}`);

            const asked = { ...period, currency: currency === '' ? undefined : currency };
            expect(body).toEqual(slowStatement(rows, organisation, contactId, asked));
        }
    });

    test('a statement closes with what invoices and credit say once nothing is dated later', async () => {
        for (const organisation of cases(12)) {
            const contactId = random.oneOf(contacts);

            const { currencies } = await answer(
                organisation, `/customers/${contactId}/statement?from=2029-01-01&to=2029-01-02`);

            expect(currencies.length).toBeGreaterThan(0);
            for (const { currency, closingBalance } of currencies as { currency: Currency; closingBalance: string }[]) {
                expect([currency, closingBalance])
                    .toEqual([currency, slowBalance(rows, organisation, contactId, currency)]);
            }
        }
    });
});
