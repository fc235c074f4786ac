import { beforeAll, describe, expect, test } from '@jest/globals';
import { productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenItem, givenSeller } from '../support/given-service.ts';
import { givenToken } from '../support/given-token.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
beforeAll(async () => {
    await service.call('GET', '/organisation');
});

function post(body: unknown) {
    return service.call('POST', '/invoices', { body });
}

/** The refusal of a draft, after a check that nothing was stored. */
async function refused(draft: unknown) {
    const before = await storedRows(service);
    const { status, body } = await post(draft);
    expect(await storedRows(service)).toEqual(before);
    expect(body.message).toContain(body.errors[0].path);
    return [status, body.code, body.errors[0].path];
}

type Amounts = { readonly totalNet: string; readonly totalVAT: string; readonly totalGross: string };
const amounts = ({ totalNet, totalVAT, totalGross }: Amounts) => [totalNet, totalVAT, totalGross];

describe('currencies', () => {
    test.each([
        ['EUR', '10.005', ['30.02', '6.90', '36.92'], '0.00'], ['PLN', '10.005', ['30.02', '6.90', '36.92'], '0.00'],
        ['JPY', '350.5', ['1052', '242', '1294'], '0'], ['KWD', '1.234', ['3.702', '0.851', '4.553'], '0.000']
    ])('%s amounts have the decimals of the currency', async (currency, unitPriceNet, totals, zero) => {
        const { status, body } = await post({ currency, items: [givenItem({ quantity: 3, unitPriceNet })] });

        expect([status, amounts(body)]).toEqual([201, totals]);
        expect(body)
            .toMatchObject({ paidAmount: zero, creditedAmount: zero, discountAmount: zero, balance: totals[2] });
        expect(amounts(body.items[0])).toEqual(totals);
        expect(body.vatBreakdown).toEqual([{
            vatCategory: 'S', vatRate: 23, exemptionReason: null, net: totals[0], vat: totals[1],
            gross: totals[2], vatInVatCurrency: null, taxPoints: []
        }]);
        expect((await service.call('GET', `/invoices/${body.id}`)).body).toEqual(body);
    });

    test.each([['JPY', '12.34'], ['JPY', 0.5], ['PLN', '0.001'], ['EUR', '1.005'], ['KWD', '12.3456']])(
        'in %s a discount of %s is 400 naming it, on the invoice and on an item', async (currency, discountAmount) => {
            const onInvoice = await refused({ currency, discountAmount, items: [givenItem({ unitPriceNet: 1000 })] });
            const onItem = await refused({
                currency, items: [givenItem({ unitPriceNet: 1000 }), givenItem({ unitPriceNet: 1000, discountAmount })]
            });

            expect(onInvoice).toEqual([400, 'VALIDATION_FAILED', 'discountAmount']);
            expect(onItem).toEqual([400, 'VALIDATION_FAILED', 'items[1].discountAmount']);
        });

    test.each([
        ['JPY', '12', '12'], ['JPY', '12.00', '12'], ['KWD', '12.345', '12.345'], ['PLN', '0.10', '0.10']
    ])('in %s a discount of %s is taken', async (currency, given, stored) => {
        const { status, body } = await post({
            currency, discountAmount: given, items: [givenItem({ unitPriceNet: 1000 })]
        });

        expect([status, body.discountAmount]).toEqual([201, stored]);
    });

    test.each(['pln', 'XXX', 'XAU', 'BGN', 'ZZZ'])('%s is no currency of an invoice', async (currency) => {
        expect(await refused({ currency })).toEqual([400, 'VALIDATION_FAILED', 'currency']);
    });
});

describe('prices that include VAT', () => {
    test('of the caller have the VAT taken out', async () => {
        const { body } = await post({
            pricesInclude: 'gross',
            items: [givenItem({ unitPriceNet: '123.00' }), givenItem({ unitPriceNet: '10.00', vatRate: 8 })]
        });

        expect(body.items.map(amounts)).toEqual([['100.00', '23.00', '123.00'], ['9.26', '0.74', '10.00']]);
        expect(amounts(body)).toEqual(['109.26', '23.74', '133.00']);
    });

    test('of a product and a service leave the net that the upstream named', async () => {
        const { body } = await post({
            pricesInclude: 'gross',
            items: [{ itemType: 'product', productId: productId(1), quantity: 1 }, {
                itemType: 'service', serviceId: serviceId(1), quantity: 10
            }]
        });

        expect(body.items.map(amounts)).toEqual([['58.90', '13.55', '72.45'], ['475.80', '109.43', '585.23']]);
        expect(body.items[0].unitPriceNet).toBe('72.447');
        expect(amounts(body)).toEqual(['534.70', '122.98', '657.68']);
    });
});

describe('rates', () => {
    test.each([
        [{ vatRate: 23 }, 'S', { vatRate: 23, totalVAT: '23.00' }, null],
        [{ vatRate: '5.5' }, 'S', { vatRate: 5.5, totalVAT: '5.50' }, null],
        [{ vatRate: 8 }, 'S', { vatRate: 8, totalVAT: '8.00' }, null],
        [{ vatRate: 5 }, 'S', { vatRate: 5, totalVAT: '5.00' }, null],
        [{ vatRate: 0 }, 'Z', { vatRate: 0, totalVAT: '0.00' }, null],
        [{ vatRate: 'zw' }, 'E', { vatRate: 'zw', totalVAT: '0.00' }, null],
        [{ vatRate: 'np' }, 'O', { vatRate: 'np', totalVAT: '0.00' }, 'Nie podlega'],
        [{ vatRate: 'oo' }, 'AE', { vatRate: 'oo', totalVAT: '0.00' }, 'odwrotne obciążenie'],
        [{ vatRate: 'np_art100' }, 'AE', { vatRate: 'np_art100', totalVAT: '0.00' }, 'odwrotne obciążenie'],
        [{ vatRate: undefined, vatCategory: 'K' }, 'K', { vatRate: 0, totalVAT: '0.00' }, 'Wewnątrzwspólnotowa'],
        [{ vatRate: 0, vatCategory: 'G' }, 'G', { vatRate: 0, totalVAT: '0.00' }, 'Eksport'],
        [{ vatRate: 0, vatCategory: 'E', exemptionReason: 'art. 113' }, 'E',
            { vatRate: 'zw', totalVAT: '0.00' }, 'art. 113']
    ])('%j is category %s', async (rate, vatCategory, { vatRate, totalVAT }, reason) => {
        const { status, body } = await post({ items: [givenItem(rate)] });

        expect(status).toBe(201);
        expect(body.items[0]).toMatchObject({
            vatCategory, vatRate, totalVAT, totalNet: '100.00',
            exemptionReason: reason === null ? null : expect.stringContaining(reason)
        });
        const { exemptionReason } = body.items[0];
        expect(body.vatBreakdown).toEqual([{
            vatCategory, vatRate, exemptionReason, net: '100.00', vat: totalVAT,
            gross: body.totalGross, vatInVatCurrency: null, taxPoints: []
        }]);
    });

    test.each([
        [{ vatRate: 23, vatCategory: 'K' }, 'vatCategory'], [{ vatRate: 'zw', vatCategory: 'G' }, 'vatCategory'],
        [{ vatRate: 0, vatCategory: 'S' }, 'vatCategory'],
        [{ vatRate: 23, exemptionReason: 'bo tak' }, 'exemptionReason'], [{ vatRate: 101 }, 'vatRate'],
        [{ vatRate: -1 }, 'vatRate'], [{ vatRate: '23.001' }, 'vatRate'],
        [{ vatRate: 'ZW' }, 'vatRate'], [{ vatRate: '23%' }, 'vatRate'], [{ vatRate: true }, 'vatRate'],
        [{ vatRate: true }, 'vatRate']
    ])('%j is 400', async (rate, field) => {
        expect(await refused({ items: [givenItem(), givenItem(rate)] }))
            .toEqual([400, 'VALIDATION_FAILED', `items[1].${field}`]);
    });

    test('one rate stands once in the breakdown, whatever the order of the items', async () => {
        const items = [
            givenItem({ vatRate: 8 }), givenItem(), givenItem({ vatRate: 'zw' }),
            givenItem({ vatRate: 8, unitPriceNet: '0.01' }), givenItem({ vatRate: '23.00' })
        ];

        const { body: one } = await post({ items });
        const { body: other } = await post({ items: items.toReversed() });

        expect(one.vatBreakdown).toEqual([
            {
                vatCategory: 'S', vatRate: 23, exemptionReason: null, net: '200.00', vat: '46.00',
                gross: '246.00', vatInVatCurrency: null, taxPoints: []
            },
            {
                vatCategory: 'S', vatRate: 8, exemptionReason: null, net: '100.01', vat: '8.00',
                gross: '108.01', vatInVatCurrency: null, taxPoints: []
            },
            {
                vatCategory: 'E', vatRate: 'zw', exemptionReason: null, net: '100.00',
                vat: '0.00', gross: '100.00', vatInVatCurrency: null, taxPoints: []
            }
        ]);
        expect(other.vatBreakdown).toEqual(one.vatBreakdown);
        expect(amounts(other)).toEqual(amounts(one));
    });
});

describe('rounding', () => {
    test.each([
        ['per_rate', '0.02', '0.11'], ['per_line', '0.03', '0.12']
    ])('%s gives three lines of 0.03 a VAT of %s', async (roundingModel, vat, gross) => {
        await givenSeller(service, { roundingModel }, { org: `rounding-${roundingModel}` });

        const { body } = await service.call('POST', '/invoices', {
            token: await givenToken({ org: `rounding-${roundingModel}` }),
            body: { items: Array(3).fill(givenItem({ unitPriceNet: '0.03' })) }
        });

        expect([body.roundingModel, ...amounts(body)]).toEqual([roundingModel, '0.09', vat, gross]);
        const cents = body.items.reduce(
            (sum: number, { totalVAT }: Amounts) => sum + Number(totalVAT.replace('.', '')), 0);
        expect(cents).toBe(Number(vat.replace('.', '')));
    });

    test('a draft takes up a changed rounding model with its next change', async () => {
        const claims = { org: 'rounding-changed' };
        const token = await givenToken(claims);
        const { body: draft } = await service.call(
            'POST', '/invoices', { token, body: { items: Array(3).fill(givenItem({ unitPriceNet: '0.03' })) } });
        await givenSeller(service, { roundingModel: 'per_line' }, claims);

        const { body: read } = await service.call('GET', `/invoices/${draft.id}`, { token });
        const { body: edited } = await service.call('PATCH', `/invoices/${draft.id}`, { token, body: { notes: 'x' } });

        expect([read.totalVAT, edited.totalVAT]).toEqual(['0.02', '0.03']);
    });

    test('half a cent is rounded away from zero', async () => {
        const { body } = await post({ items: [givenItem({ quantity: '0.5', unitPriceNet: '0.01', vatRate: 0 })] });

        expect(body.totalNet).toBe('0.01');
    });
});

describe('discounts', () => {
    test('of an item are the percentage first, then the amount', async () => {
        const { body } = await post({ items: [givenItem({ discountPercent: '10', discountAmount: '5.00' })] });

        expect(body.items[0])
            .toMatchObject({ totalDiscount: '15.00', totalNet: '85.00', totalVAT: '19.55', totalGross: '104.55' });
    });

    test('of the invoice are spread over the items and nothing is lost', async () => {
        const { body } = await post({
            discountAmount: '10.00', items: Array(3).fill(givenItem({ unitPriceNet: '33.33' }))
        });

        expect(body.items.map(({ totalDiscount }: { totalDiscount: string }) => totalDiscount).sort())
            .toEqual(['3.33', '3.33', '3.34']);
        expect(body.totalNet).toBe('89.99');
    });

    test('of the invoice in percent and amount come after those of the items', async () => {
        const { body } = await post({
            discountPercent: 10, discountAmount: '1.00',
            items: [givenItem({ discountAmount: '50.00' }), givenItem({ vatRate: 8 })]
        });

        // 50 + 100 = 150; 10 % and 1.00 leave 134.00, a third of it at 23 %.
        expect(amounts(body)).toEqual(['134.00', '17.42', '151.42']);
    });

    test.each([
        ['of a whole line', { items: [givenItem({ discountAmount: '100.00' })] }],
        ['of 100 % of a line', { items: [givenItem({ discountPercent: 100 })] }],
        ['of the whole invoice', { discountAmount: '100.00', items: [givenItem()] }],
        ['of 100 % of the invoice', { discountPercent: '100', items: [givenItem()] }]
    ])('%s leave nothing to pay', async (_case, draft) => {
        const { status, body } = await post(draft);

        expect([status, ...amounts(body)]).toEqual([201, '0.00', '0.00', '0.00']);
    });

    test.each([
        ['of more than a line', { items: [givenItem(), givenItem({ discountAmount: '100.01' })] },
            'DISCOUNT_EXCEEDS_LINE', 'items[1].discountAmount'],
        ['of 100 % and a cent of a line', { items: [givenItem({ discountPercent: 100, discountAmount: '0.01' })] },
            'DISCOUNT_EXCEEDS_LINE', 'items[0].discountAmount'],
        ['of more than 100 % of a line', { items: [givenItem({ discountPercent: '100.000001' })] }, 'VALIDATION_FAILED',
            'items[0].discountPercent'],
        ['of more than the invoice', { discountAmount: '100.01', items: [givenItem()] },
            'DISCOUNT_EXCEEDS_TOTAL', 'discountAmount'],
        ['of more than 100 % of the invoice', { discountPercent: 101, items: [givenItem()] },
            'VALIDATION_FAILED', 'discountPercent'],
        ['below zero', { discountAmount: '-0.01', items: [givenItem()] }, 'VALIDATION_FAILED', 'discountAmount']
    ])('%s are 400', async (_case, draft, code, path) => {
        expect(await refused(draft)).toEqual([400, code, path]);
    });
});

test('a discount on a draft without items waits for them', async () => {
    const { body: draft } = await post({ discountAmount: '10.00' });

    const { status } = await service.call('POST', `/invoices/${draft.id}/items/custom`,
        { body: { description: 'Fuga', quantity: 1, unitPriceNet: '100', vatRate: 23 } });

    const { body } = await service.call('GET', `/invoices/${draft.id}`);
    expect([draft.totalGross, draft.discountAmount, status, body.totalNet]).toEqual(['0.00', '10.00', 201, '90.00']);
});

test('the breakdown names each reason for charging no VAT once', async () => {
    const items = ['art. 43', 'art. 113', 'art. 43'].map((exemptionReason) =>
        givenItem({ vatRate: 'zw', exemptionReason }));

    const { body } = await post({ items });

    expect(body.vatBreakdown).toEqual([{
        vatCategory: 'E', vatRate: 'zw', exemptionReason: 'art. 113; art. 43', net: '300.00', vat: '0.00',
        gross: '300.00', vatInVatCurrency: null, taxPoints: []
    }]);
});

describe('split payment', () => {
    test.each([
        ['15000.00', true, false], ['15000.01', true, true], ['15000.01', false, false]
    ])('of %s gross with a line that needs it: %s is flagged %s', async (gross, splitPayment, flagged) => {
        const { body } = await post({
            customerName: 'Firma', customerNIP: '1234563218', pricesInclude: 'gross',
            items: [givenItem({ unitPriceNet: gross, splitPayment })]
        });

        expect([body.totalGross, body.splitPayment]).toEqual([gross, flagged]);
    });
});

describe('limits', () => {
    test('500 lines are taken and read back, 501 are 400', async () => {
        const { status, body } = await post({ items: Array.from(
            { length: 500 }, (_, index) => givenItem({ description: `Pozycja ${index + 1}` })) });

        expect([status, body.items.length, body.items[499].description, body.totalNet])
            .toEqual([201, 500, 'Pozycja 500', '50000.00']);
        expect((await service.call('GET', `/invoices/${body.id}`)).body).toEqual(body);
        expect(await refused({ items: Array(501).fill(givenItem()) })).toEqual([400, 'VALIDATION_FAILED', 'items']);
    });

    test('the 501st line of a draft is 400', async () => {
        const { body: draft } = await post({ items: Array(500).fill(givenItem()) });

        const { status, body } = await service.call(
            'POST', `/invoices/${draft.id}/items/custom`, { body: { description: 'x', quantity: 1, unitPriceNet: 1 } });

        expect([status, body.code, body.errors[0].path]).toEqual([400, 'TOO_MANY_LINES', 'items']);
    });

    test.each([
        ['one line', [givenItem({ quantity: '999999999', unitPriceNet: '999999999999' })]],
        ['all lines together', Array(500).fill(givenItem({ quantity: 9, unitPriceNet: '999999999999' }))],
        ['the VAT on top', Array(95).fill(givenItem({ quantity: 10, unitPriceNet: '999999999999' }))]
    ])('an amount that %s make too large is 400', async (_case, items) => {
        const before = await storedRows(service);

        const { status, body } = await post({ items });

        expect([status, body.code]).toEqual([400, 'AMOUNT_TOO_LARGE']);
        expect(await storedRows(service)).toEqual(before);
    });

    test('the largest quantity and the smallest price are exact', async () => {
        const { body } = await post({ items: [
            givenItem({ quantity: '999999999', unitPriceNet: '0.000001', vatRate: 0 }),
            givenItem({ quantity: '0.000001', unitPriceNet: '999999999999', vatRate: 0 })
        ] });

        expect(body.items.map(({ totalNet }: Amounts) => totalNet)).toEqual(['1000.00', '1000000.00']);
    });
});
