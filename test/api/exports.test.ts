import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportDefinitions } from '../../app/features/exports/export-definitions.ts';
import { cancel, correct, read, sent } from '../support/given-corrective.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { csvOf, type CsvRows } from '../support/read-csv.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const company = { customerNIP: '5260001246', customerAddress: 'ul. Lipowa 2, 30-001 Kraków' };

type Document = Answered['body'];
let organisation: GivenOrganisation;
let documents: readonly Document[];

/** Documents of every type and state. */
async function givenDocuments(): Promise<readonly Document[]> {
    const plain = await organisation.issued(
        { ...company, notes: 'Pilne', orderNumber: 'PO-7', issueDate: '2026-11-03' });
    await organisation.call('POST', `/invoices/${plain.id}/payments`, { body: { amount: '23.00', method: 'cash' } });
    const euros = await organisation.issued({
        ...company, currency: 'EUR', discountPercent: '3',
        items: [
            givenItem(), givenItem({ vatRate: 8, quantity: '2.5' }),
            givenItem({ vatRate: 'zw', unitPriceNet: '7.123456' })
        ]
    });
    const yen = await organisation.issued({
        currency: 'JPY', customerTaxId: { country: 'CH', number: 'CHE123456789' },
        items: [
            givenItem({ vatRate: 'np', unitPriceNet: '200', gtu: '05' }),
            givenItem({ vatRate: 'np', unitPriceNet: '100', gtu: '01' }),
            givenItem({ vatRate: 'np', unitPriceNet: '50', gtu: '05' })
        ]
    });
    const corrected = await sent(organisation, (await organisation.issued(company)).id);
    const { body: corrective } = await correct(
        organisation, corrected.id, { items: [{ itemId: corrected.items[0].id, quantity: '0.5' }] });
    const annulled = await organisation.issued(company);
    await cancel(organisation, annulled.id);
    const draft = await organisation.draft({ items: [givenItem(), givenItem({ description: 'Montaż' })] });
    await organisation.call('DELETE', `/invoices/${draft.id}/items/${draft.items[0].id}`);
    const proforma = await organisation.issued({ ...company, invoiceType: 'proforma' });
    return Promise.all([plain, euros, yen, corrected, corrective, annulled, draft, proforma]
        .map(({ id }) => read(organisation, id)));
}

beforeAll(async () => {
    organisation = await givenOrganisation(service);
    documents = await givenDocuments();
});

const exported = async (name: string, query = '', delimiter = ','): Promise<CsvRows> =>
    csvOf(await organisation.call('GET', `/exports/${name}.csv${query}`), delimiter);

const shown = (value: string | number | boolean | null | undefined): string => String(value ?? '');

/** Values of columns that the API shows in other members. */
function otherMembers({ correction, cancellation, customerTaxId, ...document }: Document) {
    return {
        correctsInvoiceNumber: correction?.invoiceNumber, correctionReason: correction?.reason,
        cancellationDate: cancellation?.date, annulled: cancellation?.annulled ?? false,
        customerTaxId: customerTaxId && `${customerTaxId.country} ${customerTaxId.number}`, invoiceId: document.id
    };
}

/** The groups of goods of the items at one rate. */
function groupsOf({ items }: Document, rate: unknown): string {
    const groups = items.filter(({ vatRate, gtu }: Document) => vatRate === rate && gtu !== null)
        .map(({ gtu }: Document) => gtu);
    return [...new Set(groups)].sort().join(' ');
}

function rowOf(
    name: keyof typeof exportDefinitions, ...members: readonly Document[]
): Readonly<Record<string, string>> {
    const all = Object.assign({}, ...members);
    return Object.fromEntries(exportDefinitions[name].columns.map((column) => [column.name, shown(all[column.name])]));
}

const byId = (rows: CsvRows, name = 'id') => [...rows].sort((a, b) => ((a[name] ?? '') < (b[name] ?? '') ? -1 : 1));

describe('the values are those of the API', () => {
    test('of documents', async () => {
        const rows = await exported('invoices');

        expect(byId(rows)).toEqual(byId(documents.map((document) =>
            rowOf('invoices', document, otherMembers(document)))));
    });

    test('of items, in the order of each document', async () => {
        const rows = await exported('items');

        const expected = documents.flatMap((document) => document.items.map((item: Document) =>
            rowOf('items', document, otherMembers(document), item)));
        expect(byId(rows)).toEqual(byId(expected));
        expect(rows.filter(({ invoiceId }) => invoiceId === documents[1]?.id).map(({ lineNumber }) => lineNumber))
            .toEqual(['1', '2', '3']);
    });

    test('of VAT, without drafts, proformas and annulled documents', async () => {
        const rows = await exported('vat');

        const counted = documents.filter(({ status, invoiceType }) =>
            !['draft', 'cancelled'].includes(status) && invoiceType !== 'proforma');
        const expected = counted.flatMap((document) => document.vatBreakdown.flatMap(
            ({ vatRate, vatCategory, taxPoints }: Document) => taxPoints.map((point: Document) => rowOf(
                'vat', document, otherMembers(document), {
                    vatRate, vatCategory, taxPoint: point.date, taxPointRule: point.rule, countedOn: point.countedOn,
                    net: point.net, vat: point.vat, exchangeRate: point.exchangeRate,
                    gross: (Number(point.net) + Number(point.vat)).toFixed(document.currency === 'JPY' ? 0 : 2),
                    exchangeRateDate: point.exchangeRateDate, exchangeRateSource: point.exchangeRateSource,
                    netInVatCurrency: point.netInVatCurrency ?? point.net,
                    vatInVatCurrency: point.vatInVatCurrency ?? point.vat, gtu: groupsOf(document, vatRate)
                }))));
        expect(counted).toHaveLength(5);
        const order = (all: CsvRows) => all.map((row) => JSON.stringify(row)).sort();
        expect(order(rows)).toEqual(order(expected));
    });
});

test('the file has a byte order mark, one heading and lines that end with CRLF', async () => {
    const { text, headers } = await organisation.call('GET', '/exports/invoices.csv?number=nothing');

    expect(text).toBe(`\uFEFF${exportDefinitions.invoices.columns.map(({ name }) => name).join(',')}\r\n`);
    expect(headers['content-disposition']).toBe('attachment; filename="invoices-2026-11-23.csv"');
    expect(headers['cache-control']).toBe('no-store');
});

test.each([
    ['', ',', '388.12'], ['&separator=semicolon', ';', '388.12'],
    ['&decimal=comma', ';', '388,12'], ['&decimal=comma&separator=comma', ',', '388,12']
])('numbers with %j are written with its signs', async (query, delimiter, gross) => {
    const rows = await exported('invoices', `?currency=EUR${query}`, delimiter);

    expect(rows.map(({ totalGross }) => totalGross)).toEqual([gross]);
});

test('a negative amount is a number, and a text that looks like one is a text', async () => {
    const own = await givenOrganisation(service);
    const original = await sent(own, (await own.issued({ ...company, customerName: '-5', notes: '=1+1' })).id);
    await correct(own, original.id, { reason: '+cmd', items: [{ itemId: original.items[0].id, quantity: '0.5' }] });

    const rows = csvOf(await own.call('GET', '/exports/invoices.csv?decimal=comma'), ';');

    expect(rows.map(({ totalNet, customerName, notes, correctionReason }) =>
        [totalNet, customerName, notes, correctionReason]))
        .toEqual([['100,00', '\'-5', '\'=1+1', ''], ['-50,00', '\'-5', '', '\'+cmd']]);
});

test('nasty names are read back as they are, but for the apostrophe', async () => {
    const own = await givenOrganisation(service);
    const names = [
        'Firma "Dąb", sp. z o.o.', 'a;b', 'pierwsza\ndruga', '你好 🙂', 'שלום', '"', '""', '\'', 'a,"b";c', ',', ';;',
        '=cmd|\'/C calc\'!A0', '@SUM(1+1)*cmd', '+1', '-1', '＝1', 'x;=1', 'x'.repeat(180)
    ];
    for (const customerName of names) await own.draft({ customerName });

    for (const [query, delimiter] of [['', ','], ['?decimal=comma', ';']] as const) {
        const rows = csvOf(await own.call('GET', `/exports/invoices.csv${query}`), delimiter);
        expect(rows.map(({ customerName }) => customerName)).toEqual(names.map((name) =>
            (/^[=+\-@＝]/.test(name) ? `'${name}` : name.replace(';=', ';\'='))));
    }
});

describe('filters and order', () => {
    test.each([
        'status=draft', 'status=issued,sent', 'paymentStatus=partial', 'invoiceType=corrective', 'currency=EUR,JPY',
        'fromDate=2026-11-04', 'toDate=2026-11-03', 'dueFrom=2026-12-07', 'minAmount=100&maxAmount=200',
        'search=montaż', 'search=pilne', 'orderNumber=PO-7', 'overdueOnly=true', `contactId=${randomUUID()}`,
        'status[]=sent'
    ])('%s is as in the list', async (filter) => {
        const query = `?${encodeURI(filter)}&sortBy=createdAt&sortOrder=desc`;
        const { body: { data } } = await organisation.call('GET', `/invoices${query}&limit=100`);

        const rows = await exported('invoices', query);

        expect(rows.map(({ id }) => id)).toEqual(data.map(({ id }: Document) => id));
    });

    test('the oldest issue date comes first, and drafts last', async () => {
        const dates = (await exported('invoices')).map(({ issueDate }) => issueDate);

        expect(dates).toEqual(['2026-11-03', ...Array<string>(6).fill('2026-11-23'), '']);
    });

    test('the days on which VAT counts are a filter of that export alone', async () => {
        const counted = await exported('vat', '?countedFrom=2026-11-01&countedTo=2026-11-22');
        const { status, body } = await organisation.call('GET', '/exports/items.csv?countedFrom=2026-11-01');

        expect(counted.map(({ countedOn }) => countedOn)).toEqual(['2026-11-03']);
        expect([status, body.errors[0].path]).toEqual([400, 'countedFrom']);
    });

    test.each([
        ['limit=10', 'limit'], ['page=1', 'page'], ['decimal=point', 'decimal'], ['separator=;', 'separator'],
        ['columns=id', 'columns'], ['fromDate=yesterday', 'fromDate'], ['sortBy=notes', 'sortBy']
    ])('%s is refused by name', async (query, path) => {
        const { status, body } = await organisation.call('GET', `/exports/invoices.csv?${query}`);

        expect([status, body.code, body.errors[0].path]).toEqual([400, 'VALIDATION_FAILED', path]);
    });
});

test('an answer is compressed for who takes it', async () => {
    const response = await service.server.inject({
        url: '/exports/invoices.csv',
        headers: {
            authorization: `Bearer ${await givenToken({ org: organisation.id, exp: 4_000_000_000 })}`,
            'accept-encoding': 'gzip'
        }
    });

    expect(response.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(response.rawPayload).toString('utf8').split('\r\n')).toHaveLength(documents.length + 2);
});

test('HEAD has the headers and no body, and leaves nothing under way', async () => {
    const { status, text, headers } = await organisation.call('HEAD', '/exports/invoices.csv');
    const again = await organisation.call('GET', '/exports/invoices.csv');
    const { totalCount, idleCount } = service.dependencies.database.pool;

    expect([status, text, headers['content-type']]).toEqual([200, '', 'text/csv; charset=utf-8; header=present']);
    expect(again.status).toBe(200);
    expect(idleCount).toBe(totalCount);
});
