import { beforeAll, describe, expect, test } from '@jest/globals';
import { cancel, correct, read, sent } from '../support/given-corrective.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { recomputeExplanation } from '../support/recompute-explanation.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock('2026-12-01T10:15:00.000Z') });

type Body = Answered['body'];

async function vatReport(organisation: GivenOrganisation, query = ''): Promise<Body> {
    const { body } = await organisation.call(
        'GET', `/invoices/analytics/vat-report?startDate=2026-11-01&endDate=2026-12-31${query}`);
    return body.periods;
}

/** Net and VAT in the VAT currency, of each rate and in total. */
const declared = ({ declaration: { rates, totals: [total] } }: Body) => ({
    ...Object.fromEntries(rates.map(({ vatRate, net, vat }: Body) => [vatRate, [net, vat]])),
    total: [total.net, total.vat]
});

describe('an invoice in euros, at 4.25 zloty, that is corrected three times and then taken back', () => {
    // Its VAT of 23 % is 3.45, 3.11, 2.76, 2.42 and 0.00 EUR: 14.6625, 13.2175, 11.73, 10.285 and 0 PLN. The
    // differences, exchanged and rounded by themselves, would be −1.45, −1.49, −1.45 and −10.29: 0.02 too much.
    const items = [
        givenItem({ quantity: '4', unitPriceNet: '1.50' }), givenItem({ quantity: '1', unitPriceNet: '9.00' }),
        givenItem({ quantity: '1', unitPriceNet: '100.10', vatRate: 8 })
    ];
    let organisation: GivenOrganisation;
    let original: Body;
    const documents: Body[] = [];
    const reports: Body[] = [];
    beforeAll(async () => {
        organisation = await givenOrganisation(service);
        original = await organisation
            .issued({ currency: 'EUR', exchangeRate: '4.25', exchangeRateDate: '2026-11-20', items });
        await sent(organisation, original.id);
        documents.push(original);
        reports.push(await vatReport(organisation));
        for (const quantity of ['3', '2', '1']) {
            const { body } = await correct(
                organisation, original.id, { items: [{ itemId: original.items[0].id, quantity }] });
            documents.push(body);
            reports.push(await vatReport(organisation));
        }
        const { body: { correctives } } = await cancel(organisation, original.id, { createCorrective: true });
        documents.push(await read(organisation, correctives[3].invoiceId));
        reports.push(await vatReport(organisation));
    });

    test('shows on each corrective what the exchanged VAT changes by', () => {
        expect(documents.map(({ vatBreakdown, totalVATInVatCurrency }) => [
            ...vatBreakdown.map(({ vatInVatCurrency }: Body) => vatInVatCurrency), totalVATInVatCurrency
        ])).toEqual([
            ['14.66', '34.04', '48.70'], ['-1.44', '-1.44'], ['-1.49', '-1.49'], ['-1.44', '-1.44'],
            ['-10.29', '-34.04', '-44.33']
        ]);
    });

    test('shows the same when they are read again', async () => {
        for (const document of documents.slice(1)) {
            expect(await read(organisation, document.id)).toEqual(document);
        }
    });

    test('is declared as the exchanged amounts of what it stands at, and in the end as nothing', () => {
        expect(reports.map(([period]: Body) => declared(period))).toEqual([
            { 23: ['63.75', '14.66'], 8: ['425.43', '34.04'], total: ['489.18', '48.70'] },
            { 23: ['57.38', '13.22'], 8: ['425.43', '34.04'], total: ['482.81', '47.26'] },
            { 23: ['51.00', '11.73'], 8: ['425.43', '34.04'], total: ['476.43', '45.77'] },
            { 23: ['44.63', '10.29'], 8: ['425.43', '34.04'], total: ['470.06', '44.33'] },
            { 23: ['0.00', '0.00'], 8: ['0.00', '0.00'], total: ['0.00', '0.00'] }
        ]);
    });

    test('is explained on each corrective from what stood before it', async () => {
        const explanations: Body[] = [];
        for (const { id } of documents) {
            const { body } = await organisation.call('GET', `/invoices/${id}/explain`);

            expect(recomputeExplanation(body, explanations)).toEqual([]);
            expect(body).toMatchObject({ matchesStored: true, differences: [] });
            explanations.push(body);
        }
    });

    test('is an unbroken chain of hashes', async () => {
        expect(await organisation.audit('corrective-2026-12'))
            .toMatchObject({ count: 4, gaps: [], chain: { documents: 4, verified: true, mismatches: 0 } });
    });
});

describe('in the VAT report', () => {
    test('a corrective takes from its own month what is between the two states, whatever is reported of the invoice',
        async () => {
            const organisation = await givenOrganisation(service);
            const { id, items: [first] } = await organisation.issued({
                currency: 'EUR', exchangeRate: '4.25', exchangeRateDate: '2026-11-20', issueDate: '2026-11-23',
                items: [givenItem({ quantity: '4', unitPriceNet: '0.09' })]
            });
            for (const quantity of ['3', '2', '1']) {
                await correct(organisation, id, { items: [{ itemId: first.id, quantity }], issueDate: '2026-12-01' });
            }

            const [november, december] = await vatReport(organisation, '&groupBy=month');

            // 0.36 EUR with 0.08 of VAT become 0.09 with 0.02: 1.53 and 0.34 PLN become 0.3825 and 0.085.
            expect([november, december].map(declared)).toEqual([
                { 23: ['1.53', '0.34'], total: ['1.53', '0.34'] }, { 23: ['-1.15', '-0.25'], total: ['-1.15', '-0.25'] }
            ]);
        });

    test('a rate that a corrective leaves and another one that it comes to are each taken from what they were',
        async () => {
            const organisation = await givenOrganisation(service);
            const { id, items: [first] } = await organisation.issued({
                currency: 'EUR', exchangeRate: '4.25', exchangeRateDate: '2026-11-20',
                items: [givenItem({ unitPriceNet: '0.43' }), givenItem({ unitPriceNet: '0.43' })]
            });
            const { body: moved } = await correct(organisation, id, { items: [{ itemId: first.id, vatRate: 8 }] });

            const [before] = await vatReport(organisation);
            const { body: back } = await correct(organisation, id, { items: [{ itemId: first.id, vatRate: 23 }] });
            const [after] = await vatReport(organisation);

            // 0.20 EUR of VAT become 0.10 at 23 % and 0.03 at 8 %: 0.85 PLN become 0.43 and 0.13.
            expect(moved.vatBreakdown.map(({ vatRate, vatInVatCurrency }: Body) => [vatRate, vatInVatCurrency]))
                .toEqual([[23, '-0.42'], [8, '0.13']]);
            expect(back.vatBreakdown.map(({ vatRate, vatInVatCurrency }: Body) => [vatRate, vatInVatCurrency]))
                .toEqual([[23, '0.42'], [8, '-0.13']]);
            expect(declared(before)).toEqual({ 23: ['1.83', '0.43'], 8: ['1.83', '0.13'], total: ['3.66', '0.56'] });
            expect(declared(after)).toEqual({ 23: ['3.66', '0.85'], 8: ['0.00', '0.00'], total: ['3.66', '0.85'] });
        });
});
