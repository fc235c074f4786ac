import { beforeEach, describe, expect, test } from '@jest/globals';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);

// The stand-in of NBP has 4.225 for 27 October 2026 and 4.2653 for 4 November.
const net = '1000.00';
const line = { itemType: 'custom', description: 'Panele', quantity: '1', unitPriceNet: net };
const service8 = {
    itemType: 'service', serviceId: 'e0000000-0000-4000-8000-000000000001', description: 'Montaż', quantity: '1',
    unitPriceNet: net, vatRate: 8
};
const german = { customerName: 'Beispiel GmbH', customerNIP: 'DE136695976', customerAddress: 'Musterweg 1, Berlin' };
const company = { customerName: 'Firma', customerNIP: '5260001246', customerAddress: 'ul. Lipowa 2, 30-001 Kraków' };
const consumer = { customerName: 'Anna Nowak', customerNIP: null, customerAddress: 'ul. Lipowa 2, 30-001 Kraków' };
const dates = { saleDate: '2026-10-28', issueDate: '2026-11-05' };

/** Rule and day of each tax point of each rate. */
const pointsOf = (body: { vatBreakdown: { vatRate: unknown; taxPoints: Record<string, string>[] }[] }) =>
    body.vatBreakdown.map(({ vatRate, taxPoints }) =>
        [vatRate, ...taxPoints.map(({ rule, date, net: amount }) => `${rule} ${date} ${amount}`)]);

async function reported(month: string, dateBasis = 'tax_point') {
    const { body } = await organisation.call('GET', `/invoices/analytics/vat-report?startDate=${month}-01`
        + `&endDate=${month}-30&dateBasis=${dateBasis}`);
    return body.periods[0].declaration.rates.map((row: Record<string, string>) =>
        `${row['vatCategory']} ${row['vatRate']} ${row['net']} ${row['vat']}`);
}

beforeEach(() => organisation.profile({ vatId: 'PL1234563218' }));

describe('the tax point', () => {
    // art. 20 ust. 1 and art. 31a ust. 1; findings/law.md: the rate was that of 27 October, and so was the month.
    test('of an intra-Community supply is its issue: rate of the day before it, report of its month', async () => {
        const invoice = await organisation.issued({
            ...german, ...dates, currency: 'EUR', items: [{ ...line, vatRate: 0, vatCategory: 'K' }]
        });

        expect(pointsOf(invoice)).toEqual([[0, 'intra_community 2026-11-05 1000.00']]);
        expect(invoice).toMatchObject({ exchangeRate: '4.2653', exchangeRateDate: '2026-11-04' });
        expect(invoice.vatBreakdown[0].taxPoints[0]).toMatchObject({
            exchangeRate: '4.2653', countedOn: '2026-11-05', netInVatCurrency: '4265.30', vatInVatCurrency: '0.00'
        });
        expect(await reported('2026-10')).toEqual([]);
        expect(await reported('2026-11')).toEqual(['K 0 4265.30 0.00']);
        expect(await reported('2026-10', 'sale')).toHaveLength(1);
    });

    test('of one that is issued late is the 15th of the month after the supply', async () => {
        const invoice = await organisation.issued({
            ...german, saleDate: '2026-09-02', issueDate: '2026-11-05',
            items: [{ ...line, vatRate: 0, vatCategory: 'K' }]
        });

        expect(pointsOf(invoice)).toEqual([[0, 'intra_community 2026-10-15 1000.00']]);
    });

    // art. 19a ust. 5 pkt 3 lit. a: the service in November, the goods in October.
    test('of construction services to a company is the issue, of goods beside them the sale', async () => {
        await organisation.profile({ constructionServices: true });

        const invoice = await organisation.issued({ ...company, ...dates, items: [{ ...line, vatRate: 8 }, service8] });

        expect(pointsOf(invoice)).toEqual([[8, 'general 2026-10-28 1000.00', 'construction 2026-11-05 1000.00']]);
        expect(invoice.items.map(({ taxPointRule }: { taxPointRule: string }) => taxPointRule))
            .toEqual(['general', 'construction']);
        expect(await reported('2026-10')).toEqual(['S 8 1000.00 80.00']);
        expect(await reported('2026-11')).toEqual(['S 8 1000.00 80.00']);
        expect(await reported('2026-11', 'issue')).toEqual(['S 8 2000.00 160.00']);
    });

    test.each([
        ['30 days after the sale', { saleDate: '2026-10-01' }, 'construction 2026-10-31 1000.00'],
        ['the sale for a consumer', consumer, 'general 2026-10-28 1000.00'],
        ['the sale where the item says so', { items: [{ ...service8, taxPointRule: 'general' }] },
            'general 2026-10-28 1000.00'],
        ['the day that was given by hand', { taxPointDate: '2026-10-30' }, 'construction 2026-10-30 1000.00']
    ])('of construction services is %s', async (_what, changed, expected) => {
        await organisation.profile({ constructionServices: true });

        const invoice = await organisation.issued({ ...company, ...dates, items: [service8], ...changed });

        expect(pointsOf(invoice)).toEqual([[8, expected]]);
    });

    test('has the exchange rate of its own day: two tax points, two rates', async () => {
        await organisation.profile({ constructionServices: true });

        const invoice = await organisation.issued({
            ...company, ...dates, currency: 'EUR', items: [{ ...line, vatRate: 8 }, service8]
        });

        const { body: explained } = await organisation.call('GET', `/invoices/${invoice.id}/explain`);
        expect(invoice.vatBreakdown[0].taxPoints.map(({ exchangeRate, vatInVatCurrency }: Record<string, string>) =>
            [exchangeRate, vatInVatCurrency])).toEqual([['4.225', '338.00'], ['4.2653', '341.22']]);
        expect(invoice.totalVATInVatCurrency).toBe('679.22');
        expect(explained).toMatchObject({ matchesStored: true });
        expect(explained.exchange.rates.map(({ taxPoint, exchangeRate }: Record<string, string>) =>
            [taxPoint, exchangeRate])).toEqual([['2026-10-28', '4.225'], ['2026-11-05', '4.2653']]);
    });

    test('of a draft is shown as it would be, and an item that is sent back still follows its buyer', async () => {
        await organisation.profile({ constructionServices: true });
        const draft = await organisation.draft({ ...consumer, ...dates, items: [service8] });
        expect(pointsOf(draft)).toEqual([[8, 'general 2026-10-28 1000.00']]);

        const { body } = await organisation.call(
            'PATCH', `/invoices/${draft.id}`, { body: { ...company, items: draft.items } });

        expect(pointsOf(body)).toEqual([[8, 'construction 2026-11-05 1000.00']]);
    });

    test('of a corrective is that of its original, and stays with the chain of hashes', async () => {
        await organisation.profile({ constructionServices: true });
        const invoice = await organisation.issued({ ...company, ...dates, items: [{ ...line, vatRate: 8 }, service8] });

        const { status, body } = await organisation.call('POST', `/invoices/${invoice.id}/correctives`, {
            body: { reason: 'Zwrot', items: [{ itemId: invoice.items[1].id, unitPriceNet: '900.00' }] }
        });

        expect([status, pointsOf(body)]).toEqual([201, [[8, 'construction 2026-11-05 -100.00']]]);
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ chain: { verified: true } });
    });

    test('by a rule that only the service knows is refused', async () => {
        const { status, body } = await organisation.call('POST', '/invoices', {
            body: { ...company, items: [{ ...line, vatRate: 23, taxPointRule: 'advance' }] }
        });

        expect([status, body.errors[0].path]).toEqual([400, 'items[0].taxPointRule']);
    });
});
