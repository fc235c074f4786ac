import { describe, expect, test } from '@jest/globals';
import { context, failureOf, givenStandins } from '../support/standins.ts';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';

const { standins, open } = givenStandins();
const forms = ['deployed', 'documented'] as const;
const inputs = {
    quantityMicros: 10_000_000n, tier: 'standard', regionalZone: 'other', applySeasonalAdjustment: false
} as const;

function switchTo(form: 'deployed' | 'documented'): void {
    Object.values(standins().control).forEach((control) => control.set({ form }));
}

const noRates = { hourlyMicros: null, dailyMicros: null, minimumChargeMicros: null, basePerM2Micros: null };

describe.each(forms)('the %s form', (form) => {
    test('a company is read with its name, NIP and address', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value, stale, version, fetchedAt } = await upstreams.contacts.find(context, contactId(1));

        expect(value).toEqual({
            id: contactId(1), name: 'Podłogi Przykładowe Sp. z o.o.', firstName: 'Anna', lastName: 'Wzorcowa',
            email: 'biuro@podlogi-przykladowe.example', phone: null, nip: '9990001019', regon: '990010138',
            vatPayer: true, businessType: 'b2b', street: 'ul. Klonowa 1', city: 'Warszawa', postalCode: '00-999',
            region: 'mazowieckie', country: 'PL', active: true, faults: []
        });
        expect(stale).toBe(false);
        expect(version).toMatch(/^W\/"[0-9a-f]+-.{27}"$/);
        expect(new Date(fetchedAt).toISOString()).toBe(fetchedAt);
    });

    test('a person has first and last name as name and pays no VAT', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.contacts.find(context, contactId(17));

        expect(value).toMatchObject({ name: 'Jadwiga Parkietowa', nip: null, vatPayer: false, businessType: 'b2c' });
    });

    test('an archived contact is read and is not active', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.contacts.find(context, contactId(13));

        expect(value.active).toBe(false);
    });

    test('a product is read with its exact price', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.products.find(context, productId(1));

        expect(value).toMatchObject({
            id: productId(1), name: 'Panel laminowany Dąb Wiślany AC4 8 mm', code: 'PAN-001', unit: 'm²',
            priceMicros: 58_900_000n, currency: 'PLN', active: true
        });
    });

    test('a product without a price has none, and one at zero costs zero', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const none = await upstreams.products.find(context, productId(18));
        const zero = await upstreams.products.find(context, productId(46));

        expect([none.value.priceMicros, zero.value.priceMicros]).toEqual([null, 0n]);
    });

    test.each([[7, 'discontinued'], [12, 'inactive']])('product %i is %s and so not active', async (number) => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.products.find(context, productId(number));

        expect(value.active).toBe(false);
    });

    test('a service is read with its pricing model, and in the deployed form with its rates', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.services.find(context, serviceId(2));

        expect(value).toEqual({
            id: serviceId(2), name: 'Prace dodatkowe ekipy montażowej', code: 'PRA-DOD', pricingModel: 'hourly',
            rates: form === 'documented' ? noRates : {
                hourlyMicros: 90_000_000n, dailyMicros: null, minimumChargeMicros: 0n, basePerM2Micros: 12_340_000n
            },
            vatPercentMicros: 8_000_000n, active: true
        });
    });

    test('a service row full of nulls is read, and its calculation costs nothing', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.services.find(context, serviceId(15));
        const calculation = await upstreams.services.calculate(context, serviceId(15), inputs);

        expect(value).toMatchObject({ vatPercentMicros: null, pricingModel: 'per_m2', active: true });
        expect(calculation.value).toEqual({ netPriceMicros: 0n });
    });

    test('the net price of a calculation is read exactly', async () => {
        switchTo(form);
        const { upstreams } = await open();

        const { value } = await upstreams.services.calculate(context, serviceId(1), {
            ...inputs, quantityMicros: 33_330_000n, regionalZone: 'krakow'
        });

        expect(value).toEqual({ netPriceMicros: 1_823_720_000n });
    });

    test.each([['unknown', 999], ['malformed', undefined]])('an %s id is not found', async (_kind, number) => {
        switchTo(form);
        const { upstreams } = await open();
        const idOf = (make: (of: number) => string) => number === undefined ? 'not-a-uuid' : make(number);

        const failures = await Promise.all([
            failureOf(upstreams.contacts.find(context, idOf(contactId))),
            failureOf(upstreams.products.find(context, idOf(productId))),
            failureOf(upstreams.services.find(context, idOf(serviceId))),
            failureOf(upstreams.services.calculate(context, idOf(serviceId), inputs))
        ]);

        expect(failures.map(({ code }) => code)).toEqual([
            'CONTACT_NOT_FOUND', 'PRODUCT_NOT_FOUND', 'SERVICE_NOT_FOUND', 'SERVICE_NOT_FOUND'
        ]);
    });
});

test('the two forms give the same values, but for what only one of them has', async () => {
    const readAll = async () => {
        const { upstreams } = await open();
        const contact = await upstreams.contacts.find(context, contactId(9));
        const product = await upstreams.products.find(context, productId(43));
        const service = await upstreams.services.find(context, serviceId(13));
        const onlyDocumented = { vatPercentMicros: null, targetMarginPercentMicros: null, minimumPriceMicros: null };
        const onlyDeployed = { baseUnit: null, unitsPerSellingUnitMicros: null };
        return [
            contact.value, { ...product.value, ...onlyDocumented, ...onlyDeployed },
            { ...service.value, rates: noRates }
        ];
    };
    const deployed = await readAll();
    switchTo('documented');

    const documented = await readAll();

    expect(documented).toEqual(deployed);
});

test('the deployed form knows the unit that a price is for, the documented one does not', async () => {
    const { upstreams: first } = await open();
    const deployed = await first.products.find(context, productId(47));
    switchTo('documented');
    const { upstreams: second } = await open();

    const documented = await second.products.find(context, productId(47));

    expect(deployed.value)
        .toMatchObject({ unit: 'paczka', baseUnit: 'm²', unitsPerSellingUnitMicros: 2_123_400n });
    expect(documented.value).toMatchObject({ unit: 'paczka', baseUnit: null, unitsPerSellingUnitMicros: null });
});

test('the documented form knows the VAT rate and margin of a product, the deployed one does not', async () => {
    const { upstreams: first } = await open();
    const deployed = await first.products.find(context, productId(1));
    switchTo('documented');
    const { upstreams: second } = await open();

    const documented = await second.products.find(context, productId(1));

    expect(deployed.value)
        .toMatchObject({ vatPercentMicros: null, targetMarginPercentMicros: null, minimumPriceMicros: null });
    expect(documented.value).toMatchObject({
        vatPercentMicros: 23_000_000n, targetMarginPercentMicros: 35_000_000n, minimumPriceMicros: 41_200_000n
    });
});

test('the documented form recommends a price, the deployed one has no such call', async () => {
    const { upstreams: first } = await open();
    const deployed = await first.products.optimalPrice(context, productId(1), 30_000_000n);
    switchTo('documented');
    const { upstreams: second } = await open();

    const documented = await second.products.optimalPrice(context, productId(1), 30_000_000n);
    const withoutCost = await second.products.optimalPrice(context, productId(18), 30_000_000n);

    expect(deployed).toBe('not_available');
    expect(documented).toMatchObject({ value: { priceMicros: 53_560_000n }, stale: false });
    expect(withoutCost).toBe('not_available');
});

test('a deployed contact with a NIP counts as a VAT payer, a documented one says it itself', async () => {
    const { upstreams: first } = await open();
    const deployed = await first.contacts.find(context, contactId(6));
    switchTo('documented');
    const { upstreams: second } = await open();

    const documented = await second.contacts.find(context, contactId(6));

    expect([deployed.value.vatPayer, documented.value.vatPayer]).toEqual([true, false]);
});

test('a quantity with three decimals is refused before the call', async () => {
    const { upstreams } = await open();

    const failure = await failureOf(upstreams.services.calculate(
        context, serviceId(1), { ...inputs, quantityMicros: 12_345_000n }));

    expect(failure.code).toBe('QUANTITY_TOO_PRECISE');
    expect(standins().control.services.calls()).toBe(0);
});

test.each([
    '', '.', '..', '\ud800', 'x'.repeat(201)
])('the id %j cannot be asked for and is not found, without a call', async (id) => {
    const { upstreams } = await open();

    const failure = await failureOf(upstreams.products.find(context, id));

    expect(failure.code).toBe('PRODUCT_NOT_FOUND');
    expect(standins().control.products.calls()).toBe(0);
});

test.each(['../contacts', '..%2Fcontacts', 'a/b?c=d#e'])('the id %j stays one part of the path', async (id) => {
    const { upstreams } = await open();

    const failure = await failureOf(upstreams.services.find(context, id));

    expect(failure.code).toBe('SERVICE_NOT_FOUND');
});

test('an id in upper case finds the record and shares its cache entry', async () => {
    const { upstreams, observed } = await open();
    await upstreams.contacts.find(context, contactId(2));

    const { value } = await upstreams.contacts.find(context, contactId(2).toUpperCase());

    expect(value.id).toBe(contactId(2));
    expect(observed.cache).toEqual(['miss', 'hit']);
});

test('request id, trace and token are passed on, and no token when there is none', async () => {
    const { upstreams } = await open();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    await upstreams.products.find(
        { ...context, requestId: 'request-7', traceparent, token: 'header.payload.signature' }, productId(1));
    const withToken = standins().control.products.lastHeaders();
    await upstreams.products.find({ ...context, requestId: 'request\r\nx-evil: 1' }, productId(2));
    const withoutToken = standins().control.products.lastHeaders();

    expect(withToken)
        .toMatchObject({ 'x-request-id': 'request-7', traceparent, authorization: 'Bearer header.payload.signature' });
    expect(Object.keys(withoutToken)).not.toEqual(expect.arrayContaining(['authorization']));
    expect(Object.keys(withoutToken)).not.toEqual(expect.arrayContaining(['x-request-id']));
    expect(Object.keys(withoutToken)).not.toEqual(expect.arrayContaining(['x-evil']));
});

test('a base URL may end in a slash', async () => {
    const { upstreams } = await open({ contacts: { url: `${standins().urls.contacts}/` } });

    const { value } = await upstreams.contacts.find(context, contactId(1));

    expect(value.id).toBe(contactId(1));
});
