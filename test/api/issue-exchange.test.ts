import { describe, expect, test } from '@jest/globals';
import { publishedBetween } from '../../app/dev/standins/catalogue/nbp-tables.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, givenService } from '../support/given-service.ts';
import { roundedByHand } from '../support/rounded-by-hand.ts';
import { useService } from '../support/use-service.ts';

// A Tuesday, at noon in Warsaw.
const service = useService({ clock: givenClock('2026-11-24T11:00:00.000Z'), env: { UPSTREAM_TIMEOUT_MS: '600' } });

const manual = { exchangeRate: '4.25', exchangeRateDate: '2026-11-20', exchangeRateSource: 'umowa 7/2026' };
const euros = (overrides = {}) => ({ currency: 'EUR', items: [givenItem()], ...overrides });
const tableOf = (currency: string, date: string) => publishedBetween(currency, date, date)?.rates[0];

/** An amount times a rate, both as text, multiplied and rounded as on paper: two decimals. */
function exchanged(amount: string, rate: string): string {
    const [scaledAmount, amountDecimals] = scaled(amount);
    const [scaledRate, rateDecimals] = scaled(rate);
    const hundredths = roundedByHand(scaledAmount * scaledRate * 100n, 10n ** BigInt(amountDecimals + rateDecimals))
        .toString().padStart(3, '0');
    return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`;
}

function scaled(text: string): [bigint, number] {
    return [BigInt(text.replace('.', '')), text.split('.')[1]?.length ?? 0];
}

async function stored(id: string) {
    const { rows: [row] } = await service.dependencies.database.pool.query(
        `SELECT exchange_rate::text AS rate, exchange_rate_date::text AS date,
            exchange_rate_source AS source, vat_currency,
            total_vat_in_vat_currency::text AS vat, split_payment FROM invoice WHERE id = $1`, [id]);
    return row;
}

describe('an invoice in another currency than the VAT currency', () => {
    test('is issued with NBP\'s rate, its date and table, and its VAT in both currencies', async () => {
        const organisation = await givenOrganisation(service);
        const items = [
            givenItem({ unitPriceNet: '1234.56' }), givenItem({ unitPriceNet: '77.77', vatRate: 8 }),
            givenItem({ vatRate: 'zw' })
        ];
        const rate = tableOf('EUR', '2026-11-23');

        const invoice = await organisation.issued(euros({ items }));

        expect(invoice).toMatchObject({
            currency: 'EUR', vatCurrency: 'PLN', exchangeRateDate: '2026-11-23',
            exchangeRateSource: `nbp-a ${rate?.no}`, totalVAT: '290.17'
        });
        expect(invoice.exchangeRate).toBe(rate?.mid.replace(/0+$/, ''));
        expect(invoice.vatBreakdown.map(
            (row: { vat: string; vatInVatCurrency: string }) => [row.vat, row.vatInVatCurrency]
        )).toEqual(
            ['283.95', '6.22', '0.00'].map((vat) => [vat, exchanged(vat, invoice.exchangeRate)]));
        const rows = invoice.vatBreakdown.map((row: { vatInVatCurrency: string }) =>
            BigInt(row.vatInVatCurrency.replace('.', '')));
        expect(rows.reduce((sum: bigint, row: bigint) => sum + row, 0n))
            .toBe(BigInt(invoice.totalVATInVatCurrency.replace('.', '')));
        expect((await organisation.call('GET', `/invoices/${invoice.id}`)).body).toEqual(invoice);
        expect(await stored(invoice.id))
            .toMatchObject({ date: '2026-11-23', vat_currency: 'PLN', vat: `${invoice.totalVATInVatCurrency}00` });
    });

    test('says so in its history and in the event', async () => {
        const organisation = await givenOrganisation(service);
        const invoice = await organisation.issued(euros());
        const expected = {
            exchangeRate: invoice.exchangeRate, vatCurrency: 'PLN', totalVATInVatCurrency: invoice.totalVATInVatCurrency
        };

        const history = await organisation.call('GET', `/invoices/${invoice.id}/history`);
        const events = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: invoice.id } });

        expect(history.body.data.find(({ action }: { action: string }) => action === 'invoice.issued').after)
            .toMatchObject(expected);
        expect(events.map(({ payload }) => payload)).toMatchObject([expected]);
    });

    test.each([
        ['sold today', {}, {}, '2026-11-23'],
        ['sold before it is issued', { saleDate: '2026-11-20' }, {}, '2026-11-19'],
        ['sold on a Monday', { saleDate: '2026-11-23' }, {}, '2026-11-20'],
        ['sold on a Sunday', { saleDate: '2026-11-22' }, {}, '2026-11-20'],
        ['sold after it is issued', { saleDate: '2026-12-15' }, {}, '2026-11-23'],
        ['issued on a day of the issuer\'s choice', { saleDate: '2026-11-20' },
            { issueDate: '2026-11-18' }, '2026-11-17'],
        ['sold on the first working day of a year', { saleDate: '2026-01-02' }, {}, '2025-12-31'],
        ['sold after Epiphany', { saleDate: '2026-01-07' }, {}, '2026-01-05'],
        ['sold after the holidays of Christmas', { saleDate: '2025-12-29' }, {}, '2025-12-23']
    ])('%s, takes the rate of the last working day before', async (_case, dates, body, date) => {
        const organisation = await givenOrganisation(service);

        const invoice = await organisation.issued(euros(dates), body);

        expect([invoice.exchangeRateDate, invoice.exchangeRateSource])
            .toEqual([date, `nbp-a ${tableOf('EUR', date)?.no}`]);
    });

    test.each([
        ['JPY', '350', '2026-11-23', undefined], ['IDR', '1000000.00', '2026-11-23', undefined],
        ['KWD', '12.345', '2026-11-20', '11.876543']
    ])('in %s is exchanged with its own decimals', async (currency, unitPriceNet, date, exchangeRate) => {
        const organisation = await givenOrganisation(service);
        const given = exchangeRate === undefined ? {} : { exchangeRate, exchangeRateDate: date };

        const invoice = await organisation.issued({ currency, items: [givenItem({ unitPriceNet })], ...given });

        expect(invoice).toMatchObject({
            currency, exchangeRateDate: date,
            exchangeRate: exchangeRate ?? tableOf(currency, date)?.mid.replace(/0+$/, '')
        });
        expect(invoice.totalVATInVatCurrency).toBe(exchanged(invoice.totalVAT, invoice.exchangeRate));
    });

    test('has its rate too when sending issues it, in both steps of its life', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(euros());

        const { status, body } = await organisation.call('PATCH', `/invoices/${id}/send`, { body: {} });
        const events = await service.dependencies.database.prisma.outboxEvent.findMany({ where: { invoiceId: id } });

        expect([status, body]).toEqual([
            200, expect.objectContaining({ status: 'sent', exchangeRateDate: '2026-11-23', vatCurrency: 'PLN' })
        ]);
        expect(events.map(({ payload }) => payload))
            .toEqual(Array(2).fill(expect.objectContaining({ exchangeRate: body.exchangeRate })));
    });

    test('has no second total before it is issued', async () => {
        const organisation = await givenOrganisation(service);

        expect(await organisation.draft(euros())).toMatchObject({
            exchangeRate: null, exchangeRateDate: null, exchangeRateSource: null, vatCurrency: null,
            totalVATInVatCurrency: null, vatBreakdown: [{ vatInVatCurrency: null }]
        });
    });

    test('issued twice at once takes one number and one rate', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(euros());

        const answers = await Promise.all([organisation.issue(id), organisation.issue(id)]);

        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect(answers[0]?.body).toEqual(answers[1]?.body);
    });

    test('is replayed under its key, also while NBP is down', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(euros({ saleDate: '2026-05-20' }));
        const first = await organisation.issue(id, {}, { 'idempotency-key': 'k' });
        service.standins.control.nbp.set({ failure: 'error500' });

        const again = await organisation.issue(id, {}, { 'idempotency-key': 'k' });

        expect([first.status, again.status, again.text]).toEqual([200, 200, first.text]);
    });
});

describe('a rate that was given by hand', () => {
    test('is used, and NBP is not asked', async () => {
        const organisation = await givenOrganisation(service);

        const invoice = await organisation.issued(euros(manual));

        expect(invoice)
            .toMatchObject({ ...manual, vatCurrency: 'PLN', totalVAT: '23.00', totalVATInVatCurrency: '97.75' });
        expect(service.standins.control.nbp.calls()).toBe(0);
        expect(await stored(invoice.id))
            .toMatchObject({ rate: '4.250000000', date: '2026-11-20', source: 'umowa 7/2026', vat: '97.7500' });
    });

    test('works for a VAT currency that NBP does not quote', async () => {
        const organisation = await givenOrganisation(service, { vatCurrency: 'EUR' });

        const invoice = await organisation
            .issued({ currency: 'USD', items: [givenItem()], exchangeRate: '0.92', exchangeRateDate: '2026-11-20' });

        expect(invoice).toMatchObject({
            vatCurrency: 'EUR', exchangeRate: '0.92', exchangeRateSource: 'manual', totalVATInVatCurrency: '21.16'
        });
    });

    test('of a proforma is frozen with it', async () => {
        const organisation = await givenOrganisation(service);

        expect(await organisation.issued(euros({ invoiceType: 'proforma', ...manual })))
            .toMatchObject({ ...manual, totalVATInVatCurrency: '97.75' });
    });

    test('whose date is after the issue date is refused, naming it, and takes no number', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(euros(manual));

        const early = await organisation.issue(id, { issueDate: '2026-11-19' });
        const onTheDay = await organisation.issue(id, { issueDate: '2026-11-20' });
        const later = await organisation.issue(id, { issueDate: '2026-11-21' });

        expect([early, onTheDay].map(({ status, body }) => [status, body.errors[0].path]))
            .toEqual([[400, 'exchangeRateDate'], [422, 'exchangeRateDate']]);
        expect([later.status, later.body.invoiceNumber]).toEqual([200, 'FV/2026/11/0001']);
    });

    test.each([
        ['after the sale', { saleDate: '2026-11-10' }, '2026-11-20', 422],
        ['on the day of the sale', { saleDate: '2026-11-20' }, '2026-11-20', 422],
        ['a quarter of a year old', {}, '2026-08-24', 422], ['of a mistyped year', {}, '2001-01-01', 422],
        ['the day before', {}, '2026-11-23', 200], ['31 days before the last day', {}, '2026-10-23', 200],
        ['32 days before it', {}, '2026-10-22', 422],
        // Sold on 28 October, issued today: intra-Community, so the tax arises with the issue.
        ['between sale and tax point', {
            saleDate: '2026-10-28', customerNIP: 'DE136695976',
            items: [givenItem({ vatRate: 0, vatCategory: 'K' })]
        }, '2026-11-05', 200],
        ['of any day, on a proforma', { invoiceType: 'proforma' }, '2026-01-05', 200]
    ])('that is dated %s is held to art. 31a', async (_case, changes, exchangeRateDate, expected) => {
        const organisation = await givenOrganisation(service, { vatId: 'PL1234563218' });
        const { id } = await organisation.draft(euros({ ...manual, exchangeRateDate, ...changes }));

        const { status, body } = await organisation.issue(id);

        expect([status, body.code]).toEqual([expected, expected === 200 ? undefined : 'EXCHANGE_RATE_DATE_WRONG']);
    });

    test('that is refused for its day can be mended as the message says', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(euros({ ...manual, saleDate: '2026-11-10' }));

        const refused = await organisation.call('PATCH', `/invoices/${id}/send`, { body: {} });
        await organisation.call('PATCH', `/invoices/${id}`, { body: { exchangeRateDate: '2026-11-09' } });
        const sent = await organisation.call('PATCH', `/invoices/${id}/send`, { body: {} });

        expect(refused.body.message).toBe('exchangeRateDate must be from 2026-10-09 to 2026-11-09, before the tax '
            + 'point and the issue date; it is 2026-11-20');
        expect([sent.status, sent.body.exchangeRateDate]).toEqual([200, '2026-11-09']);
    });

    test('that would make the VAT larger than an invoice can hold is refused', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(
            euros({ ...manual, exchangeRate: '999999999', items: [givenItem({ unitPriceNet: '50000.00' })] }));

        const { status, body } = await organisation.issue(id);

        expect([status, body.code, body.errors[0].path]).toEqual([400, 'AMOUNT_TOO_LARGE', 'exchangeRate']);
    });
});

describe('no rate is needed', () => {
    test('in the VAT currency', async () => {
        const organisation = await givenOrganisation(service);

        expect(await organisation.issued()).toMatchObject({
            currency: 'PLN', vatCurrency: 'PLN', exchangeRate: null, exchangeRateDate: null,
            totalVATInVatCurrency: null, vatBreakdown: [{ vatInVatCurrency: null }]
        });
        expect(service.standins.control.nbp.calls()).toBe(0);
    });

    test('in the VAT currency of an organisation that is not PLN', async () => {
        const organisation = await givenOrganisation(service, { vatCurrency: 'EUR' });

        expect(await organisation.issued(euros()))
            .toMatchObject({ vatCurrency: 'EUR', exchangeRate: null, totalVATInVatCurrency: null });
    });

    test('for a proforma: it is not looked up', async () => {
        const organisation = await givenOrganisation(service);

        expect(await organisation.issued(euros({ invoiceType: 'proforma' })))
            .toMatchObject({ vatCurrency: 'PLN', exchangeRate: null, totalVATInVatCurrency: null });
        expect(service.standins.control.nbp.calls()).toBe(0);
    });

    test('where the VAT currency has become the invoice\'s own: the one given is left out', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(euros(manual));
        await organisation.profile({ vatCurrency: 'EUR' });

        expect((await organisation.issue(id)).body)
            .toMatchObject({ status: 'issued', vatCurrency: 'EUR', exchangeRate: null, totalVATInVatCurrency: null });
    });
});

describe('no rate is found', () => {
    test.each([
        ['for a currency that is not in table A', { currency: 'KWD' }, {}],
        ['for a VAT currency that NBP does not quote in', { currency: 'USD' }, { vatCurrency: 'EUR' }]
    ])('%s: 422 names exchangeRate, and no number is taken', async (_case, draft, profile) => {
        const organisation = await givenOrganisation(service, profile);
        const { id } = await organisation.draft(draft);

        const { status, body } = await organisation.issue(id);
        const given = await organisation.call(
            'PATCH', `/invoices/${id}`, { body: { exchangeRate: '4.25', exchangeRateDate: '2026-11-20' } });
        const issued = await organisation.issue(id);

        expect([status, body.code, body.errors[0].path]).toEqual([422, 'EXCHANGE_RATE_MISSING', 'exchangeRate']);
        expect(body.message).toMatch(/^exchangeRate /);
        expect([given.status, issued.status]).toEqual([200, 200]);
        expect(issued.body.invoiceNumber).toMatch(/0001$/);
    });

    test('where no source is configured: 422', async () => {
        const own = await givenService({ env: { EXCHANGE_RATES_URL: 'off' } });
        const organisation = await givenOrganisation(own);
        const { id } = await organisation.draft(euros());

        const { status, body } = await organisation.issue(id);
        await own.close();

        expect([status, body.code]).toEqual([422, 'EXCHANGE_RATE_MISSING']);
    });
});

describe('while NBP does not answer', () => {
    test.each([
        ['fails', { failure: 'error500' }, 503, 'EXCHANGE_RATE_UNAVAILABLE'],
        ['hangs', { failure: 'hang' }, 503, 'EXCHANGE_RATE_UNAVAILABLE'],
        ['is too slow', { latencyMs: 2_000 }, 503, 'EXCHANGE_RATE_UNAVAILABLE'],
        ['answers a web page', { rubbish: 'html' }, 502, 'UPSTREAM_CONTRACT_BROKEN'],
        ['answers half', { rubbish: 'truncated' }, 502, 'UPSTREAM_CONTRACT_BROKEN'],
        ['answers other types', { rubbish: 'wrong_types' }, 502, 'UPSTREAM_CONTRACT_BROKEN']
    ] as const)('because it %s, the draft stays a draft, and is issued afterwards',
        async (fault, switches, expectedStatus, code) => {
            const organisation = await givenOrganisation(service);
            // A day of its own: a known rate needs no NBP.
            const days = ['fails', 'hangs', 'is too slow', 'answers a web page', 'answers half', 'answers other types'];
            const { id } = await organisation.draft(euros({ saleDate: `2026-03-${String(10 + days.indexOf(fault))}` }));
            const before = (await organisation.call('GET', `/invoices/${id}`)).body;
            service.standins.control.nbp.set(switches);

            const { status, body, headers } = await organisation.issue(id);
            const after = (await organisation.call('GET', `/invoices/${id}`)).body;
            service.standins.control.nbp.reset();
            const issued = await organisation.issue(id);

            expect([status, body.code]).toEqual([expectedStatus, code]);
            if (expectedStatus === 503) {
                expect(Number(headers['retry-after'])).toBeGreaterThan(0);
                expect(body.message).toMatch(/^exchangeRate: nbp .*give exchangeRate/);
            }
            expect(after).toEqual(before);
            expect([issued.status, issued.body.invoiceNumber]).toEqual([200, 'FV/2026/11/0001']);
        });

    test('a rate given by hand and a known one are still used', async () => {
        const organisation = await givenOrganisation(service);
        await organisation.issued(euros({ saleDate: '2026-02-10' }));
        service.standins.control.nbp.set({ failure: 'error500' });

        expect((await organisation.issued(euros({ saleDate: '2026-02-10' }))).exchangeRateDate).toBe('2026-02-09');
        const given = { saleDate: '2026-02-11', ...manual, exchangeRateDate: '2026-02-10' };
        expect((await organisation.issued(euros(given))).exchangeRate).toBe('4.25');
    });
});

describe('a rate given by hand', () => {
    const dollars = { currency: 'USD', exchangeRate: '3.65', exchangeRateDate: '2026-11-20' };

    test('is dropped when the organisation turns to another VAT currency', async () => {
        const organisation = await givenOrganisation(service);
        const draft = await organisation.draft({ ...dollars, items: [givenItem()] });
        await organisation.profile({ vatCurrency: 'EUR' });
        const refused = await organisation.issue(draft.id);
        const edited = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { notes: 'x' } });
        const given = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { exchangeRate: '0.86' } });

        expect([draft.exchangeRate, draft.vatCurrency]).toEqual(['3.65', 'PLN']);
        expect([refused.status, refused.body.code]).toEqual([422, 'EXCHANGE_RATE_MISSING']);
        expect(edited.body).toMatchObject({ exchangeRate: null, vatCurrency: null });
        expect(given.body).toMatchObject({ exchangeRate: '0.86', vatCurrency: 'EUR' });
        // 23.00 USD at 0.86.
        expect((await organisation.issue(draft.id)).body)
            .toMatchObject({ vatCurrency: 'EUR', exchangeRate: '0.86', totalVATInVatCurrency: '19.78' });
    });

    test('stays when the organisation changes something else, and is back in force with its VAT currency', async () => {
        const organisation = await givenOrganisation(service);
        const draft = await organisation.draft({ ...dollars, items: [givenItem()] });
        await organisation.profile({ vatCurrency: 'EUR' });
        await organisation.profile({ paymentTermsDays: 7 });

        // 23.00 USD at 3.65.
        expect((await organisation.issue(draft.id)).body)
            .toMatchObject({ vatCurrency: 'PLN', exchangeRate: '3.65', totalVATInVatCurrency: '83.95' });
    });
});

describe('split payment of an invoice in another currency', () => {
    const items = [givenItem({ unitPriceNet: '3000.00', splitPayment: true })];
    const of = (organisation: GivenOrganisation, changes = {}) =>
        organisation.draft({
            customerNIP: '1234563218', currency: 'EUR', pricesInclude: 'gross', items, exchangeRateDate: '2026-11-20',
            exchangeRate: '5', ...changes
        });

    test.each([['5', false], ['5.000001666', false], ['5.000001667', true], ['6', true]])(
        'is known when it is issued: 3000.00 EUR at %s', async (exchangeRate, expected) => {
            const organisation = await givenOrganisation(service);
            const draft = await of(organisation, { exchangeRate });

            const { body } = await organisation.issue(draft.id);

            expect([draft.splitPayment, body.splitPayment]).toEqual([false, expected]);
            expect((await stored(draft.id)).split_payment).toBe(expected);
        }
    );

    test('is not needed without a line that needs it', async () => {
        const organisation = await givenOrganisation(service);
        const draft = await of(organisation, { exchangeRate: '6', items: [givenItem({ unitPriceNet: '3000.00' })] });

        expect((await organisation.issue(draft.id)).body.splitPayment).toBe(false);
    });

    test('is not told from a rate in another currency than PLN', async () => {
        const organisation = await givenOrganisation(service, { vatCurrency: 'USD' });
        const draft = await of(organisation, { exchangeRate: '6' });

        expect((await organisation.issue(draft.id)).body).toMatchObject({ vatCurrency: 'USD', splitPayment: false });
    });

    test('of one in PLN is told by its own total, whatever the VAT currency', async () => {
        const organisation = await givenOrganisation(service, { vatCurrency: 'EUR' });
        const draft = await of(organisation, {
            currency: 'PLN', exchangeRate: '0.2', items: [givenItem({ unitPriceNet: '15000.01', splitPayment: true })]
        });

        expect([draft.splitPayment, (await organisation.issue(draft.id)).body.splitPayment]).toEqual([true, true]);
    });
});
