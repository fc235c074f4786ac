import { describe, expect, test } from '@jest/globals';
import { publishedBetween } from '../../app/dev/standins/catalogue/nbp-tables.ts';
import { countedVat } from '../support/counted-vat.ts';
import { correct, read } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

const sold = { issueDate: '2026-11-05', saleDate: '2026-11-05' };

describe('a corrective of data alone', () => {
    test('shows the new state and what changed, and amounts of 0.00', async () => {
        const original = await organisation.issued({ ...sold, customerNIP: '1234563218', orderNumber: 'PO-1' });

        const { status, body } = await correct(organisation, original.id, {
            customerName: 'Anna Nowa', customerAddress: 'ul. Nowa 1, 00-001 Warszawa', orderNumber: 'PO-2'
        });

        expect(status).toBe(201);
        expect(body).toMatchObject({
            invoiceType: 'corrective', status: 'issued', paymentStatus: 'paid', totalNet: '0.00', totalGross: '0.00',
            balance: '0.00', dueDate: null, items: [], vatBreakdown: [], customerName: 'Anna Nowa',
            customerNIP: '1234563218', customerAddress: 'ul. Nowa 1, 00-001 Warszawa', orderNumber: 'PO-2',
            correction: {
                correctionEffect: 'original', correctionEffectDate: null, changedData: [
                    { field: 'customerName', before: 'Anna Przykładowa', after: 'Anna Nowa' },
                    { field: 'customerAddress', before: 'ul. Lipowa 2, 00-002 Warszawa',
                        after: 'ul. Nowa 1, 00-001 Warszawa' },
                    { field: 'orderNumber', before: 'PO-1', after: 'PO-2' }
                ]
            }
        });
        expect(await read(organisation, body.id)).toEqual(body);
        expect(await countedVat(service.databaseUrl, body.id)).toEqual([]);
        expect(await read(organisation, original.id)).toMatchObject({
            customerName: 'Anna Przykładowa', balance: original.balance, creditedAmount: '0.00'
        });
        expect(await organisation.audit('corrective-2026-11')).toMatchObject({ chain: { verified: true } });
    });

    test('moves an address from one line to its parts, and back', async () => {
        const { id } = await organisation.issued(sold);

        const { body: inParts } = await correct(organisation, id, {
            customerStreet: 'Bergweg 1', customerPostalCode: '8001', customerCity: 'Zürich', customerCountry: 'CH',
            customerNIP: null, customerTaxId: { country: 'CH', number: 'CHE-123.456.788' }, buyerIsJstUnit: true
        });
        const { body: onOneLine } = await correct(organisation, id, { customerAddress: 'ul. Nowa 1, 00-001 Warszawa' });
        const emptied = await correct(organisation, id, { customerAddress: '' });
        const twoNumbers = await correct(organisation, id, { customerNIP: '1234563218' });

        expect(inParts).toMatchObject({
            customerAddress: 'Bergweg 1, 8001 Zürich, CH', customerStreet: 'Bergweg 1', customerCountry: 'CH',
            customerTaxId: { country: 'CH', number: 'CHE-123.456.788' }, customerVATPayer: true, buyerIsJstUnit: true
        });
        expect(inParts.correction.changedData.map(({ field }: { field: string }) => field)).toEqual([
            'customerTaxId', 'customerAddress', 'customerStreet', 'customerPostalCode', 'customerCity',
            'customerCountry', 'customerVATPayer', 'buyerIsJstUnit'
        ]);
        expect(onOneLine).toMatchObject({
            customerAddress: 'ul. Nowa 1, 00-001 Warszawa', customerStreet: null, customerCity: null
        });
        expect([emptied.status, twoNumbers.status, twoNumbers.body.errors[0].path])
            .toEqual([400, 400, 'customerTaxId']);
        expect(await organisation.audit('corrective-2026-11')).toMatchObject({ chain: { verified: true } });
    });

    test('changes the group of goods of an item', async () => {
        const { id, items: [item] } = await organisation.issued({ ...sold, items: [givenItem({ gtu: '07' })] });

        const { body } = await correct(organisation, id, { items: [{ itemId: item.id, gtu: '08' }] });

        expect(body.totalGross).toBe('0.00');
        expect(body.items.map(({ gtu }: { gtu: string }) => gtu)).toEqual(['07', '08']);
    });

    test('is what the next corrective starts from, and undone by it', async () => {
        const { id, items: [item] } = await organisation.issued({ ...sold, customerNIP: '1234563218' });
        await correct(organisation, id, { customerName: 'Anna Nowa' });

        const { body: lowered } = await correct(organisation, id, { items: [{ itemId: item.id, quantity: '0.5' }] });
        const { body: undone } = await correct(organisation, id, { customerName: 'Anna Przykładowa' });
        const again = await correct(organisation, id, { customerName: 'Anna Przykładowa' });

        expect(lowered).toMatchObject({ customerName: 'Anna Nowa', correction: { changedData: [] } });
        expect(undone.correction.changedData)
            .toEqual([{ field: 'customerName', before: 'Anna Nowa', after: 'Anna Przykładowa' }]);
        expect(again.body).toMatchObject({ status: 422, code: 'CORRECTION_EMPTY' });
    });

    test('may come with items', async () => {
        const { id, items: [item] } = await organisation.issued(sold);

        const { body } = await correct(organisation, id, {
            customerNIP: '1234563218', items: [{ itemId: item.id, quantity: '2' }]
        });

        expect(body).toMatchObject({
            totalNet: '100.00', customerNIP: '1234563218', customerVATPayer: true,
            correction: { changedData: [
                { field: 'customerNIP', before: null, after: '1234563218' },
                { field: 'customerVATPayer', before: false, after: true }
            ] }
        });
    });

    test.each([
        ['customerNIP', { customerNIP: '1234563219' }],
        ['customerName', { type: 'full', customerName: 'Anna Nowa' }],
        ['correctionEffectDate', { customerName: 'X', correctionEffectDate: '2026-11-20' }],
        ['correctionEffectDate', { customerName: 'X', correctionEffect: 'other' }],
        ['correctionEffectDate',
            { customerName: 'X', correctionEffect: 'other', correctionEffectDate: '2027-11-25' }],
        ['dueDate', { customerName: 'X', dueDate: '2026-12-01' }],
        ['items', {}]
    ])('is refused by name: %s', async (path, changes) => {
        const { id } = await organisation.issued(sold);

        expect((await correct(organisation, id, changes)).body)
            .toMatchObject({ status: 400, code: 'VALIDATION_FAILED', errors: [{ path }] });
    });

    test.each(['saleDate', 'taxPointDate'])('is refused a %s over 60 days after the invoice', async (field) => {
        const { id } = await organisation.issued(sold);

        const allowed = await correct(organisation, id, { [field]: '2027-01-04' });
        const refused = await correct(organisation, id, { [field]: '2027-01-05' });

        expect(allowed.status).toBe(201);
        const slip = await correct(organisation, id, { [field]: '2006-11-05' });

        expect(refused.body).toMatchObject({ status: 422, code: 'SALE_DATE_TOO_LATE', errors: [{ path: field }] });
        expect(slip.body).toMatchObject({ status: 422, code: 'DATE_TOO_EARLY', errors: [{ path: field }] });
    });

    test('does not take the tax number from a buyer who owes the VAT', async () => {
        const { id } = await organisation.issued({ customerNIP: '1234563218', items: [givenItem({ vatRate: 'oo' })] });

        expect((await correct(organisation, id, { customerNIP: null })).body)
            .toMatchObject({ status: 422, code: 'BUYER_INCOMPLETE', errors: [{ path: 'customerNIP' }] });
    });
});

describe('another sale date', () => {
    test('moves the tax from one tax point to the other, each counted on its own', async () => {
        const { id } = await organisation.issued({ ...sold, items: [givenItem(), givenItem({ vatRate: 8 })] });

        const { body } = await correct(organisation, id, { saleDate: '2026-10-28' });

        expect(body).toMatchObject({ totalNet: '0.00', totalVAT: '0.00', saleDate: '2026-10-28' });
        expect(await countedVat(service.databaseUrl, body.id)).toEqual([
            'S23: 100.00 + 23.00 on 2026-10-28, counted on 2026-10-28',
            'S8: 100.00 + 8.00 on 2026-10-28, counted on 2026-10-28',
            'S23: -100.00 + -23.00 on 2026-11-05, counted on 2026-11-05',
            'S8: -100.00 + -8.00 on 2026-11-05, counted on 2026-11-05'
        ]);
        expect(body.vatBreakdown[0]).toMatchObject({ net: '0.00', vat: '0.00', taxPoints: [
            { date: '2026-10-28', net: '100.00', vat: '23.00' }, { date: '2026-11-05', net: '-100.00', vat: '-23.00' }
        ] });
        expect(body.items.map(({ totalNet }: Answered['body']) => totalNet))
            .toEqual(['-100.00', '100.00', '-100.00', '100.00']);
    });

    test('is where a later corrective lowers the tax', async () => {
        const { id, items: [item] } = await organisation.issued(sold);
        await correct(organisation, id, { saleDate: '2026-10-28' });

        const { body } = await correct(organisation, id, { items: [{ itemId: item.id, quantity: '0.4' }] });

        expect(body.saleDate).toBe('2026-10-28');
        expect(await countedVat(service.databaseUrl, body.id))
            .toEqual(['S23: -60.00 + -13.80 on 2026-10-28, counted not yet']);
    });

    test('does not move construction services, whose tax arises with the invoice', async () => {
        await organisation.profile({ constructionServices: true });
        const { id } = await organisation.issued({
            ...sold, customerNIP: '1234563218', items: [givenItem({ taxPointRule: 'construction' }), givenItem()]
        });

        const { body } = await correct(organisation, id, { saleDate: '2026-10-28' });

        expect(await countedVat(service.databaseUrl, body.id)).toEqual([
            'S23: 100.00 + 23.00 on 2026-10-28, counted on 2026-10-28',
            'S23: -100.00 + -23.00 on 2026-11-05, counted on 2026-11-05'
        ]);
        expect(body.items).toHaveLength(2);
    });

    test('has the exchange rate of each day', async () => {
        const midOf = (day: string): string => publishedBetween('EUR', day, day)?.rates[0]?.mid ?? '';
        const { id, exchangeRate } = await organisation.issued({ ...sold, currency: 'EUR' });

        const { body } = await correct(organisation, id, { saleDate: '2026-10-28' });
        const { body: back } = await correct(organisation, id, { saleDate: '2026-11-05' });

        const points = body.vatBreakdown[0].taxPoints;
        expect(points.map(({ date, exchangeRateDate }: Answered['body']) => [date, exchangeRateDate]))
            .toEqual([['2026-10-28', '2026-10-27'], ['2026-11-05', '2026-11-04']]);
        expect(points[0].exchangeRate).toBe(midOf('2026-10-27').replace(/0+$/, ''));
        expect(points[1].exchangeRate).toBe(exchangeRate);
        // 23.00 EUR at either rate: what moves out at one comes in at the other.
        expect(back.vatBreakdown[0].taxPoints.map(({ vatInVatCurrency }: Answered['body']) => vatInVatCurrency))
            .toEqual(points.map(({ vatInVatCurrency }: Answered['body']) =>
                (vatInVatCurrency.startsWith('-') ? vatInVatCurrency.slice(1) : `-${vatInVatCurrency}`)));
        const [old, now] = ['2026-11-04', '2026-10-27'].map(midOf);
        const grosze = (rate: string): bigint => (BigInt(rate.replace('.', '')) * 2_300n + 5_000n) / 10_000n;
        expect(body.totalVATInVatCurrency).toBe(text(grosze(now ?? '') - grosze(old ?? '')));
    });

    test('of a foreign invoice whose data alone change keeps its rate, with a sum of 0.00', async () => {
        const { id, exchangeRate } = await organisation.issued({ ...sold, currency: 'EUR' });

        const { body } = await correct(organisation, id, { customerName: 'Anna Nowa' });

        expect(body).toMatchObject({ exchangeRate, totalVATInVatCurrency: '0.00', vatCurrency: 'PLN' });
        expect(await read(organisation, body.id)).toEqual(body);
    });
});

function text(grosze: bigint): string {
    const digits = (grosze < 0n ? -grosze : grosze).toString().padStart(3, '0');
    return `${grosze < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
