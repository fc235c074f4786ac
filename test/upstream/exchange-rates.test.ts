import { describe, expect, test } from '@jest/globals';
import { maxRetries } from '../../app/platform/upstream/retry.ts';
import { givenClock } from '../support/given-server.ts';
import { passMs } from '../support/pass-time.ts';
import { givenUpstream } from '../support/given-upstream.ts';
import { context, failureOf, givenStandins } from '../support/standins.ts';

const { standins, open } = givenStandins();

/** Rates as of a day, at noon in Warsaw. */
async function openOn(today: string, overrides: Parameters<typeof open>[0] = {}) {
    const { upstreams, observed } = await open({
        clock: givenClock(`${today}T11:00:00.000Z`), exchangeRates: { url: standins().urls.nbp }, ...overrides
    });
    const find = (before: string, currency = 'EUR', vatCurrency = 'PLN') =>
        upstreams.exchangeRates.find(context, { currency, vatCurrency, before });
    return { find, observed, upstreams };
}

describe('the rate of the last working day', () => {
    test.each([
        ['a Tuesday', '2026-11-24', '2026-11-23'],
        ['a Monday', '2026-11-23', '2026-11-20'],
        ['a Sunday', '2026-11-22', '2026-11-20'],
        ['the day after a holiday', '2026-11-12', '2026-11-10'],
        ['the New Year', '2026-01-01', '2025-12-31'],
        ['the first working day of the year', '2026-01-02', '2025-12-31'],
        ['Epiphany', '2026-01-06', '2026-01-05'],
        ['the day after Epiphany', '2026-01-07', '2026-01-05'],
        ['the day after Christmas and a weekend', '2025-12-29', '2025-12-23'],
        ['the day after Easter Monday', '2026-04-07', '2026-04-03'],
        ['the day after Corpus Christi', '2026-06-05', '2026-06-03']
    ])('before %s, %s, is that of %s', async (_case, before, date) => {
        const { find } = await openOn('2026-11-24');

        expect(await find(before)).toEqual({
            rateNanos: expect.any(BigInt), date, source: 'nbp-a',
            table: expect.stringMatching(new RegExp(`^\\d{3}/A/NBP/${date.slice(0, 4)}$`))
        });
    });

    test('is what NBP answers, digit for digit', async () => {
        const nbp = await givenUpstream(200, '{"table":"A","currency":"jen","code":"JPY",'
            + '"rates":[{"no":"225/A/NBP/2026","effectiveDate":"2026-11-20","mid":0.024130}]}');
        const { find } = await openOn('2026-11-24', { exchangeRates: { url: nbp.url } });

        expect(await find('2026-11-23', 'JPY'))
            .toEqual({ rateNanos: 24_130_000n, date: '2026-11-20', source: 'nbp-a', table: '225/A/NBP/2026' });
        await nbp.close();
    });

    test('has all eight decimals where NBP quotes so many', async () => {
        const { find } = await openOn('2026-11-24');

        const { rateNanos } = await find('2026-11-23', 'IDR');

        expect(rateNanos % 10_000n).not.toBe(0n);
        expect(rateNanos % 10n).toBe(0n);
    });

    test('of tomorrow is there once today\'s table is', async () => {
        const nbp = await givenUpstream(200,
            '{"table":"A","code":"EUR","rates":[{"no":"226/A/NBP/2026","effectiveDate":"2026-11-23","mid":4.25}]}');
        const { find } = await openOn('2026-11-24', { exchangeRates: { url: nbp.url } });

        const early = await failureOf(find('2026-11-25'));
        nbp.answer(200,
            '{"table":"A","code":"EUR","rates":[{"no":"227/A/NBP/2026","effectiveDate":"2026-11-24","mid":4.26}]}');
        const later = await find('2026-11-25');
        await nbp.close();

        expect(early)
            .toMatchObject({ code: 'EXCHANGE_RATE_MISSING', message: expect.stringContaining('has not published') });
        expect(later).toMatchObject({ rateNanos: 4_260_000_000n, date: '2026-11-24' });
    });

    test('of a day in weeks is not asked for', async () => {
        const { find } = await openOn('2026-11-24');

        expect(await failureOf(find('2026-12-24'))).toMatchObject({ code: 'EXCHANGE_RATE_MISSING' });
        expect(standins().control.nbp.calls()).toBe(0);
    });

    test('follows the day in Warsaw, also when it is still yesterday in UTC', async () => {
        const { find } = await openOn('2026-11-24', { clock: givenClock('2026-11-24T23:30:00.000Z') });

        expect(await find('2026-11-25')).toMatchObject({ date: '2026-11-24' });
    });
});

describe('no rate is found, and exchangeRate is named,', () => {
    test.each([
        ['XAU', 'PLN'], ['KWD', 'PLN'], ['USD', 'EUR'], ['PLN', 'EUR']
    ])('for %s in %s', async (currency, vatCurrency) => {
        const { find, observed } = await openOn('2026-11-24');

        expect(await failureOf(find('2026-11-23', currency, vatCurrency)))
            .toMatchObject({ code: 'EXCHANGE_RATE_MISSING', message: expect.stringMatching(/^exchangeRate /) });
        expect(new Set(observed.breaker)).toEqual(new Set(['closed']));
    });

    test('where no source is configured', async () => {
        const { find } = await openOn('2026-11-24', { exchangeRates: undefined });

        expect(await failureOf(find('2026-11-23'))).toMatchObject({
            code: 'EXCHANGE_RATE_MISSING', message: expect.stringMatching(/^exchangeRate .*EUR in PLN/)
        });
    });

    test('for a day before NBP\'s archive', async () => {
        const nbp = await givenUpstream(
            404, '404 NotFound - Not Found - Brak danych', { 'content-type': 'text/plain' });
        const { find } = await openOn('2026-11-24', { exchangeRates: { url: nbp.url } });

        expect(await failureOf(find('1999-11-23'))).toMatchObject({ code: 'EXCHANGE_RATE_MISSING' });
        await nbp.close();
    });
});

describe('the question', () => {
    test('carries the request id and no token, organisation or trace of another caller', async () => {
        const { upstreams } = await openOn('2026-11-24');

        await upstreams.exchangeRates.find({ ...context, token: 'hunter2', traceparent: '00-1-2-01' },
            { currency: 'EUR', vatCurrency: 'PLN', before: '2026-11-23' });

        const headers = standins().control.nbp.lastHeaders();
        expect(headers)
            .toMatchObject({ 'x-request-id': 'request-1', 'traceparent': '00-1-2-01', 'accept': 'application/json' });
        expect(JSON.stringify(headers)).not.toMatch(/hunter2|acme/);
    });

    test('is asked once, for all organisations and for weeks', async () => {
        const { upstreams, find } = await openOn('2026-11-24');
        const ask = (organisationId: string) => upstreams.exchangeRates.find(
            { ...context, organisationId }, { currency: 'EUR', vatCurrency: 'PLN', before: '2026-11-23' });

        const answers = await Promise.all([ask('acme'), ask('other'), find('2026-11-23')]);
        passMs(29 * 86_400_000);
        answers.push(await ask('third'));

        expect(new Set(answers.map(({ rateNanos }) => rateNanos)).size).toBe(1);
        expect(standins().control.nbp.calls()).toBe(1);
    });

    test('is asked once for each currency and day', async () => {
        const { find } = await openOn('2026-11-24');

        const rates = [await find('2026-11-23'), await find('2026-11-24'), await find('2026-11-23', 'USD')];

        expect(new Set(rates.map(({ rateNanos }) => rateNanos)).size).toBe(3);
        expect(standins().control.nbp.calls()).toBe(3);
    });
});

describe('NBP', () => {
    test.each(['error500', 'reset'] as const)(
        'that fails with %s is asked at most twice more, then unavailable', async (failure) => {
            standins().control.nbp.set({ failure });
            const { find } = await openOn('2026-11-24');

            const result = await failureOf(find('2026-11-23'));

            expect(result).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'nbp' });
            expect(result.retryAfterSeconds).toBeGreaterThan(0);
            expect(standins().control.nbp.calls()).toBe(1 + maxRetries);
        });

    test('that is down leaves the rates that are known', async () => {
        const { find } = await openOn('2026-11-24');
        const before = await find('2026-11-23');
        standins().control.nbp.set({ failure: 'error500' });

        expect(await find('2026-11-23')).toEqual(before);
        expect(await failureOf(find('2026-11-20'))).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
    });

    test('that hangs is given up at the deadline', async () => {
        standins().control.nbp.set({ failure: 'hang' });
        const { find } = await openOn('2026-11-24', { timeoutMs: 150 });

        expect(await failureOf(find('2026-11-23')))
            .toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', upstream: 'nbp', reason: 'timeout' });
    });

    test.each(['html', 'truncated', 'wrong_types', 'empty', 'huge'] as const)(
        'that answers rubbish (%s) breaks its contract', async (rubbish) => {
            standins().control.nbp.set({ rubbish });
            const { find } = await openOn('2026-11-24');

            expect(await failureOf(find('2026-11-23')))
                .toMatchObject({ code: 'UPSTREAM_CONTRACT_BROKEN', upstream: 'nbp' });
        });

    test.each([
        [404, '<h1>Not Found</h1>', 'UPSTREAM_MISCONFIGURED'], [404, '', 'UPSTREAM_MISCONFIGURED'],
        [301, '', 'UPSTREAM_MISCONFIGURED'],
        [400, '400 BadRequest - Błędny zakres dat', 'UPSTREAM_REJECTED'], [403, '', 'UPSTREAM_REJECTED'],
        [429, 'Too Many Requests', 'UPSTREAM_UNAVAILABLE'], [503, '', 'UPSTREAM_UNAVAILABLE']
    ])('that answers %i %j is %s', async (status, body, code) => {
        const nbp = await givenUpstream(status, body, { 'content-type': 'text/plain' });
        const { find } = await openOn('2026-11-24', { exchangeRates: { url: nbp.url } });

        expect(await failureOf(find('2026-11-23'))).toMatchObject({ code, upstream: 'nbp' });
        await nbp.close();
    });
});

describe('the stand-in of NBP', () => {
    async function ask(path: string) {
        const response = await fetch(`${standins().urls.nbp}/exchangerates/rates/a/${path}`);
        return { status: response.status, text: await response.text() };
    }

    test('answers as the bank does, in one range after the other', async () => {
        const { status, text } = await ask('eur/2026-11-20/2026-11-23/?format=json');

        expect(status).toBe(200);
        expect(JSON.parse(text)).toEqual({
            table: 'A', currency: 'euro', code: 'EUR', rates: [
                { no: expect.stringMatching(/^2\d\d\/A\/NBP\/2026$/), effectiveDate: '2026-11-20', mid: expect.any(
                    Number) },
                { no: expect.stringMatching(/^2\d\d\/A\/NBP\/2026$/), effectiveDate: '2026-11-23', mid: expect.any(
                    Number) }
            ]
        });
    });

    test.each([
        ['eur/2026-11-21/2026-11-22/', 404, '404 NotFound - Not Found - Brak danych'],
        ['kwd/2026-11-20/2026-11-23/', 404, '404 NotFound - Not Found - Brak danych'],
        ['eur/2026-11-23/2026-11-20/', 400, '400 BadRequest - Błędny zakres dat / Invalid date range'],
        ['eur/2026-08-01/2026-11-02/', 400,
            '400 BadRequest - Przekroczony limit 93 dni / Limit of 93 days has been exceeded'],
        ['eur/2026-11-32/2026-11-33/', 400, '400 BadRequest - Niewłaściwy format daty / Invalid date format']
    ])('refuses %s with %i in plain text', async (path, status, text) => {
        expect(await ask(path)).toEqual({ status, text });
    });

    test('takes a range of 93 days', async () => {
        expect((await ask('eur/2026-08-02/2026-11-02/')).status).toBe(200);
    });
});
