import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { paidInFull } from '../support/given-payment.ts';
import { recomputeExplanation } from '../support/recompute-explanation.ts';
import { useService } from '../support/use-service.ts';

const service = useService();
let organisation: GivenOrganisation;
beforeAll(async () => {
    organisation = await givenOrganisation(service);
});

const explain = (id: string): Promise<Answered> => organisation.call('GET', `/invoices/${id}/explain`);

/** The explanation, after it was recomputed independently and its amounts were compared with the invoice's own. */
async function explained(id: string): Promise<Answered['body']> {
    const { status, body } = await explain(id);
    const { body: invoice } = await organisation.call('GET', `/invoices/${id}`);

    expect(status).toBe(200);
    expect(recomputeExplanation(body)).toEqual([]);
    expect(body).toMatchObject({
        matchesStored: true, differences: [], invoiceId: id, version: invoice.version,
        invoiceNumber: invoice.invoiceNumber,
        totals: { net: invoice.totalNet, vat: invoice.totalVAT, gross: invoice.totalGross },
        settlement: {
            totalGross: invoice.totalGross, paidAmount: invoice.paidAmount,
            creditedAmount: invoice.creditedAmount, balance: invoice.balance
        },
        lines: invoice.items.map((item: Answered['body']) => ({
            itemId: item.id, lineNumber: item.lineNumber,
            price: { source: item.priceSource, unitPrice: item.unitPriceNet },
            amounts: { net: item.totalNet, vat: item.totalVAT, gross: item.totalGross }
        })),
        vatBreakdown: invoice.vatBreakdown.map(({ net, vat, gross }: Answered['body']) => ({ net, vat, gross }))
    });
    expect(body.exchange === null ? null : [body.exchange.totalVATInVatCurrency, ...body.exchange.rates.map(
        (rate: Answered['body']) => rate.vatInVatCurrency)])
        .toEqual(invoice.totalVATInVatCurrency === null ? null : [
            invoice.totalVATInVatCurrency, ...invoice.vatBreakdown.map((row: Answered['body']) => row.vatInVatCurrency)
        ]);
    return body;
}

async function explainedCorrective(id: string, earlier: readonly Answered['body'][]): Promise<Answered['body']> {
    const { body } = await explain(id);
    const { body: corrective } = await organisation.call('GET', `/invoices/${id}`);

    expect(recomputeExplanation(body, earlier)).toEqual([]);
    expect(body)
        .toMatchObject({ matchesStored: true, exchange: { totalVATInVatCurrency: corrective.totalVATInVatCurrency } });
    expect(body.exchange.rates.map((rate: Answered['body']) => rate.vatInVatCurrency))
        .toEqual(corrective.vatBreakdown.map((row: Answered['body']) => row.vatInVatCurrency));
    return body;
}

/** The buyer's NIP, required where a line's VAT category is K. */
const customerNIP = 'DE136695976';
const mixedItems = [
    givenItem({ quantity: '3', unitPriceNet: '10.005', discountPercent: '7.5' }),
    givenItem({ quantity: '0.333333', unitPriceNet: '99.99', vatRate: 8, discountAmount: '0.01' }),
    givenItem({ quantity: '1', unitPriceNet: '0.05', vatRate: 'zw' }),
    givenItem({ quantity: '7', unitPriceNet: '1.43', vatRate: 0, vatCategory: 'K' }),
    givenItem({ quantity: '1', unitPriceNet: '10.005' }), givenItem({ quantity: '1', unitPriceNet: '10.005' })
];

describe('a stranger who recomputes the explanation comes to the same cents', () => {
    test.each([
        ['net', 'per_rate'], ['gross', 'per_rate'], ['net', 'per_line'], ['gross', 'per_line']
    ])('with %s prices and VAT %s, as a draft and once issued', async (pricesInclude, roundingModel) => {
        await organisation.profile({ roundingModel });
        const draft = await organisation
            .draft({ customerNIP, pricesInclude, discountPercent: '3.3', discountAmount: '0.07', items: mixedItems });

        expect((await explained(draft.id)).status).toBe('draft');
        expect((await organisation.issue(draft.id)).status).toBe(200);

        expect(await explained(draft.id)).toMatchObject({ status: 'issued', roundingModel, pricesInclude });
        await organisation.profile({ roundingModel: 'per_rate' });
    });

    test.each([['JPY', '12'], ['KWD', '0.005'], ['EUR', '1.01']])('in %s', async (currency, discountAmount) => {
        const items = [1, 2, 3].map((quantity) =>
            givenItem({ quantity: `${quantity}.5`, unitPriceNet: '33.333333', vatRate: 8 }));
        const draft = await organisation.draft({ currency, discountAmount, items });

        await explained(draft.id);
    });

    test('on any draft', async () => {
        const cents = (most: number) => fc.integer({ min: 0, max: most }).map((number) => (number / 100).toFixed(2));
        const item = fc.record({
            quantity: cents(10_000).filter((text) => text !== '0.00'), unitPriceNet: cents(100_000),
            vatRate: fc.constantFrom(23, 8, 5, 0, 'zw', 'np', 'oo'), discountPercent: cents(10_000)
        }).map(givenItem);

        await fc.assert(fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 6 }),
            fc.constantFrom('net', 'gross'), cents(10_000), async (items, pricesInclude, discountPercent) => {
                await explained((await organisation.draft({ items, pricesInclude, discountPercent })).id);
            }), { numRuns: 25 });
    });

    test('issued in another currency than the VAT currency, and the correctives of it', async () => {
        const items = [
            givenItem({ unitPriceNet: '1234.56' }), givenItem({ unitPriceNet: '77.77', vatRate: 8 }),
            givenItem({ vatRate: 'zw' })
        ];
        const { id, items: [first] } = await organisation
            .issued({ currency: 'EUR', exchangeRate: '4.31234567', exchangeRateSource: 'umowa', items });
        const correct = async (body: object) => (await organisation
            .call('POST', `/invoices/${id}/correctives`, { body: { reason: 'Zwrot', ...body } })).body.id;

        const original = await explained(id);
        const { exchange } = original;
        const partly = await explainedCorrective(
            await correct({ items: [{ itemId: first.id, quantity: '0.333' }] }), [original]);
        const rest = await explainedCorrective(await correct({ type: 'full' }), [original, partly]);

        expect(exchange.rates.map(
            ({ vatRate, vat, vatInVatCurrency, steps: [{ exact, rule, rounding }] }: Answered['body']) =>
                [vatRate, vat, exact, rule, rounding, vatInVatCurrency]))
            .toEqual([
                ['23', '283.95', '1224.4905529965', 'exchanged_vat', 'down', '1224.49'],
                ['8', '6.22', '26.8227900674', 'exchanged_vat', 'down', '26.82'],
                ['0', '0.00', '0', 'exchanged_vat', 'exact', '0.00']
            ]);
        expect([exchange.exchangeRate, exchange.totalVATInVatCurrency]).toEqual(['4.31234567', '1251.31']);
        expect([partly, rest].map((corrective) => corrective.exchange.exchangeRate))
            .toEqual(['4.31234567', '4.31234567']);
    });

    test('after a payment, down to the balance', async () => {
        const { id } = await organisation.issued();
        expect((await explained(id)).settlement)
            .toMatchObject({ totalGross: '123.00', paidAmount: '0.00', creditedAmount: '0.00', balance: '123.00' });

        await paidInFull(organisation, id);

        expect((await explained(id)).settlement)
            .toMatchObject({ totalGross: '123.00', paidAmount: '123.00', creditedAmount: '0.00', balance: '0.00' });
    });
});

describe('what it tells', () => {
    test('the remaining cents of a discount go to the largest remainders, and equal ones are decided by content',
        async () => {
            const items = ['1.00', '1.00', '1.00', '1.01'].map((unitPriceNet) => givenItem({ unitPriceNet }));
            const { lines, documentDiscount } = await explained(
                (await organisation.draft({ discountAmount: '0.02', items })).id);
            const shares = lines.map(({ steps }: Answered['body']) => {
                const { exact, result, allocation } = steps.find(({ step }: Answered['body']) =>
                    step === 'documentDiscountShare');
                return [exact, allocation.roundedDown, allocation.rank, allocation.reason, result];
            });

            expect(documentDiscount.unitsLeftOver).toBe(2);
            expect(shares).toEqual([
                ['2/401', '0.00', 2, 'won_tie', '0.01'], ['2/401', '0.00', 3, 'lost_tie', '0.00'],
                ['2/401', '0.00', 4, 'lost_tie', '0.00'], ['101/20050', '0.00', 1, 'largest_remainder', '0.01']
            ]);
        });

    test("how a service's net price became the unit price, on net and on gross prices", async () => {
        const items = [{ itemType: 'service', serviceId: serviceId(1), quantity: '33.33' }, {
            itemType: 'product', productId: productId(1), quantity: '7'
        }];
        const net = await explained((await organisation.draft({ items })).id);
        const gross = await explained((await organisation.draft({ items, pricesInclude: 'gross' })).id);
        const rulesOf = ({ lines }: Answered['body']) => lines.map(({ price }: Answered['body']) =>
            price.steps.map(({ rule }: Answered['body']) => rule));

        expect(rulesOf(net)).toEqual([['unit_price_of_total', 'to_minor_unit', 'line_price'], ['net_unit_price']]);
        expect(rulesOf(gross)).toEqual([[
            'to_minor_unit', 'vat_on_net', 'gross_of_net', 'unit_price_of_total', 'to_minor_unit', 'line_price'
        ], ['gross_unit_price']]);
        expect([...net.lines, ...gross.lines].map(({ price }) => price.agrees)).toEqual([true, true, true, true]);
    });

    test('how the price of a pack followed from the price of a square metre', async () => {
        const items = [{ itemType: 'product', productId: productId(47), quantity: '10' }];

        const net = await explained((await organisation.draft({ items })).id);
        const gross = await explained((await organisation.draft({ items, pricesInclude: 'gross' })).id);

        expect(net.lines[0].price).toMatchObject({ agrees: true, unitPrice: '212.34', steps: [
            {
                step: 'sellingUnitPrice', rule: 'selling_unit_price', result: '212.34',
                inputs: { basePrice: '100', unitsPerSellingUnit: '2.1234' }
            },
            { rule: 'net_unit_price', result: '212.34' }
        ] });
        // 212.34 × 1.23
        expect(gross.lines[0].price).toMatchObject({ agrees: true, unitPrice: '261.1782' });
    });

    test('the rate of a service that is not priced per square metre', async () => {
        const items = [{ itemType: 'service', serviceId: serviceId(7), quantity: '3' }];

        const { lines: [line] } = await explained((await organisation.draft({ items })).id);

        expect(line.price).toMatchObject({
            agrees: true, unitPrice: '210', steps: [{ rule: 'net_unit_price', inputs: { netPrice: '210' } }],
            source: { inputs: { pricingModel: 'per_room', basePricePerM2: '14', squareMetresPerRoom: '15' } }
        });
    });

    test('every rule with its formula and its law, and every step by a rule of the list', async () => {
        const body = await explained((await organisation.issued({ customerNIP, items: mixedItems })).id);
        const named = new Set(body.rules.map(({ rule }: Answered['body']) => rule));
        const used = [...body.lines, ...body.vatBreakdown, body.totals, body.settlement, body.documentDiscount]
            .flatMap(({ steps }) => steps.map(({ rule }: Answered['body']) => rule));

        expect(used.filter((rule) => !named.has(rule))).toEqual([]);
        expect(body.rules.filter(({ formula, references }: Answered['body']) =>
            formula === '' || references.length === 0)).toEqual([]);
    });

    test('that a stored amount was changed behind the service, and which', async () => {
        const { id, items: [{ id: itemId }] } = await organisation.issued();
        await onDatabase(service.databaseUrl, `
            SET session_replication_role = replica;
            UPDATE invoice_line SET net = 90, vat = 33 WHERE id = '${itemId}';
            UPDATE invoice SET total_net = 90, total_vat = 33 WHERE id = '${id}'`);

        const { status, body } = await explain(id);

        expect([status, body.matchesStored]).toEqual([200, false]);
        expect(body.differences).toEqual([
            { path: 'lines[0].amounts.net', computed: '100.00', stored: '90.00' },
            { path: 'lines[0].amounts.vat', computed: '23.00', stored: '33.00' },
            { path: 'totals.net', computed: '100.00', stored: '90.00' },
            { path: 'totals.vat', computed: '23.00', stored: '33.00' }
        ]);
        expect(recomputeExplanation(body)).toEqual([]);
    });

    test('500 lines, in an answer of at most 2 MB', async () => {
        const items = Array.from({ length: 500 }, (_, index) => givenItem({
            quantity: `${index}.333333`, unitPriceNet: '99999.999999', discountPercent: '3.333333',
            vatRate: index % 2 === 0 ? 23 : 'zw'
        }));
        const { id } = await organisation.draft({ items, pricesInclude: 'gross', discountPercent: '3.333333' });

        const { text } = await explain(id);

        expect(text.length).toBeLessThan(2_000_000);
        expect((await explained(id)).lines).toHaveLength(500);
    });
});

describe('who may ask', () => {
    test("another organisation's invoice is 404, as one that does not exist", async () => {
        const other = await givenOrganisation(service);
        const { id } = await other.draft();

        for (const unknown of [id, '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a']) {
            const answer = await explain(unknown);
            expect([answer.status, answer.body.code]).toEqual([404, 'INVOICE_NOT_FOUND']);
        }
    });

    test('without invoices:read it is 403, with a wrong id or an unknown parameter 400', async () => {
        const { id } = await organisation.draft();
        const reporter = await organisation.as({ scope: 'reports:read', role: undefined });

        expect((await reporter('GET', `/invoices/${id}/explain`)).status).toBe(403);
        expect((await explain('17')).body.errors[0].path).toBe('invoiceId');
        expect((await explain(`${id}?deep=1`.replace('?', '%3F'))).status).toBe(400);
        expect((await organisation.call('GET', `/invoices/${id}/explain?deep=1`)).body.errors[0].path).toBe('deep');
    });
});
