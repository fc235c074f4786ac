import { beforeAll, describe, expect, test } from '@jest/globals';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { givenBuyer, givenItem } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock('2026-11-24T11:00:00.000Z') });
let organisation: GivenOrganisation;
beforeAll(async () => {
    organisation = await givenOrganisation(service);
});

const manual = { exchangeRate: '4.25', exchangeRateDate: '2026-11-20', exchangeRateSource: 'umowa 7/2026' };
const none = { exchangeRate: null, exchangeRateDate: null, exchangeRateSource: null };
const post = (body = {}) => organisation.call('POST', '/invoices',
    { body: { ...givenBuyer({}), currency: 'EUR', items: [givenItem()], ...body } });
const patch = (id: string, body: unknown) => organisation.call('PATCH', `/invoices/${id}`, { body });

describe('a draft is given its rate by hand', () => {
    test('with date and source, and reads back the same', async () => {
        const { status, body } = await post(manual);

        expect([status, (await organisation.call('GET', `/invoices/${body.id}`)).body]).toEqual([201, body]);
        expect(body).toMatchObject({ ...manual, vatCurrency: 'PLN', totalVATInVatCurrency: null });
    });

    test.each([
        // Today is Tuesday the 24th; the 15th is a Sunday, and the 11th a holiday.
        [{}, '2026-11-23'], [{ issueDate: '2026-11-30' }, '2026-11-23'], [{ issueDate: '2026-11-10' }, '2026-11-09'],
        [{ issueDate: '2026-11-16' }, '2026-11-13'], [{ saleDate: '2026-11-15' }, '2026-11-13'],
        [{ saleDate: '2026-11-12', issueDate: '2026-11-20' }, '2026-11-10'],
        [{ saleDate: '2026-11-20', taxPointDate: '2026-11-12' }, '2026-11-10']
    ])('alone: with %j its date is the last working day before, %s, its source manual', async (dates, exchangeRateDate) => {
        expect((await post({ exchangeRate: '4.25', ...dates })).body)
            .toMatchObject({ exchangeRate: '4.25', exchangeRateDate, exchangeRateSource: 'manual' });
    });

    test.each([
        ['4.25', '4.25'], [4.25, '4.25'], ['4.250000000', '4.25'], ['0.000000001', '0.000000001'],
        ['999999999', '999999999'], ['1', '1']
    ])(
        'as %j', async (exchangeRate, expected) => {
            expect((await post({ exchangeRate })).body.exchangeRate).toBe(expected);
        }
    );

    test('or not: it is left to the source', async () => {
        expect((await post()).body).toMatchObject(none);
        expect((await post(none)).body).toMatchObject(none);
    });
});

describe('an edit', () => {
    test.each<[string, object, object]>([
        ['of something else leaves the rate', { notes: 'Pilne' }, manual],
        ['replaces what it gives', { exchangeRate: '4.3' }, { ...manual, exchangeRate: '4.3' }],
        ['of the source leaves the rate', { exchangeRateSource: 'bank' }, { ...manual, exchangeRateSource: 'bank' }],
        ['of the date leaves the rate', { exchangeRateDate: '2026-11-23' },
            { ...manual, exchangeRateDate: '2026-11-23' }],
        ['empties source and date to what they are without', { exchangeRateSource: null, exchangeRateDate: null },
            { exchangeRate: '4.25', exchangeRateDate: '2026-11-23', exchangeRateSource: 'manual' }],
        ['that empties the rate empties all of it', { exchangeRate: null }, none],
        ['of the currency drops the rate of the one before', { currency: 'USD', items: [givenItem()] }, none],
        ['of the currency may give the new one\'s rate',
            { currency: 'USD', items: [givenItem()], exchangeRate: '3.65', exchangeRateDate: '2026-11-23' },
            { exchangeRate: '3.65', exchangeRateDate: '2026-11-23', exchangeRateSource: 'manual' }],
        ['to the VAT currency drops the rate', { currency: 'PLN', items: [givenItem()] }, none]
    ])('%s', async (_case, body, expected) => {
        const { id } = (await post(manual)).body;

        const answer = await patch(id, body);

        expect([answer.status, answer.body]).toEqual([200, expect.objectContaining(expected)]);
        expect((await organisation.call('GET', `/invoices/${id}`)).body).toEqual(answer.body);
    });
});

describe('is refused, naming the field:', () => {
    test.each<[string, object, string]>([
        ['a rate in the VAT currency', { currency: 'PLN', exchangeRate: '1' }, 'exchangeRate'],
        ['its date in the VAT currency', { currency: 'PLN', exchangeRateDate: '2026-11-20' }, 'exchangeRateDate'],
        ['its source in the VAT currency', { currency: 'PLN', exchangeRateSource: 'manual' }, 'exchangeRateSource'],
        ['a date without a rate', { exchangeRateDate: '2026-11-20' }, 'exchangeRateDate'],
        ['a source without a rate', { exchangeRateSource: 'bank' }, 'exchangeRateSource'],
        ['a source with an emptied rate', { exchangeRate: null, exchangeRateSource: 'bank' }, 'exchangeRateSource'],
        ['a date after the issue date',
            { exchangeRate: '4.25', exchangeRateDate: '2026-11-21', issueDate: '2026-11-20' }, 'exchangeRateDate'],
        ['a rate of zero', { exchangeRate: '0' }, 'exchangeRate'],
        ['a rate below zero', { exchangeRate: '-4.25' }, 'exchangeRate'],
        ['a rate of ten decimals', { exchangeRate: '4.2500000001' }, 'exchangeRate'],
        ['a rate of a billion', { exchangeRate: '1000000000' }, 'exchangeRate'],
        ['a rate in powers', { exchangeRate: '4e0' }, 'exchangeRate'],
        ['a rate with a comma', { exchangeRate: '4,25' }, 'exchangeRate'],
        ['a rate that is a list', { exchangeRate: ['4.25'] }, 'exchangeRate'],
        ['a day that does not exist', { exchangeRate: '4.25', exchangeRateDate: '2026-11-31' }, 'exchangeRateDate'],
        ['a source of 101 characters', { exchangeRate: '4.25', exchangeRateSource: 'x'.repeat(101) },
            'exchangeRateSource']
    ])('%s', async (_case, body, path) => {
        const answer = await post(body);

        expect([answer.status, answer.body.code, answer.body.errors.map((fault: { path: string }) => fault.path)])
            .toEqual([400, 'VALIDATION_FAILED', [path]]);
        expect(answer.body.message).toContain(path);
    });

    test('the same in an edit, which changes nothing', async () => {
        const { id, version } = (await post()).body;

        const answers = [await patch(id, { exchangeRateDate: '2026-11-20' }), await patch(
            id, { exchangeRate: '4.25', exchangeRateDate: '2026-11-25', issueDate: '2026-11-24' })];

        expect(answers.map(({ status, body }) => [status, body.errors[0].path]))
            .toEqual([[400, 'exchangeRateDate'], [400, 'exchangeRateDate']]);
        expect((await organisation.call('GET', `/invoices/${id}`)).body).toMatchObject({ ...none, version });
    });

    test('an issue date that is moved before the rate\'s date', async () => {
        const { id } = (await post(manual)).body;

        expect((await patch(id, { issueDate: '2026-11-19' })).status).toBe(400);
        expect((await patch(id, { issueDate: '2026-11-20' })).status).toBe(200);
    });

    test('the longest source is taken', async () => {
        expect((await post({ ...manual, exchangeRateSource: 'x'.repeat(100) })).status).toBe(201);
    });
});

test('calculate-totals takes a rate and stores nothing', async () => {
    const { id } = (await post()).body;

    const { status } = await organisation.call('POST', `/invoices/${id}/calculate-totals`, { body: manual });

    expect(status).toBe(200);
    expect((await organisation.call('GET', `/invoices/${id}`)).body).toMatchObject(none);
});
