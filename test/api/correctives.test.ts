import { beforeEach, describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { correct, entriesOf, paidBySql, read, sent } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import { completeSeller, givenItem, type Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);
let original: Answered['body'];
beforeEach(async () => {
    original = await organisation.issued({ items: [
        givenItem({ description: 'Panele', quantity: '10', unitPriceNet: '50.00' }),
        givenItem({ description: 'Transport', quantity: '1', unitPriceNet: '120.00', vatRate: 8 })
    ] });
});

const item = (index: number): string => original.items[index].id;

async function eventTypesOf(invoiceId: string): Promise<readonly string[]> {
    const events = await service.dependencies.database.prisma.outboxEvent
        .findMany({ where: { invoiceId }, orderBy: { sequence: 'asc' } });
    return events.map(({ type }) => type);
}

describe('a corrective of some lines', () => {
    test('has a number of its own series, names its original and shows each corrected line before and after',
        async () => {
            const answer = await correct(
                organisation, original.id, { items: [{ itemId: item(0), quantity: '8' }], notes: 'Zwrot 2 paczek' });

            expect(answer.status).toBe(201);
            expect(answer.headers['location']).toBe(`/invoices/${answer.body.id}`);
            expect(answer.headers['etag']).toMatch(/^"1\./);
            expect(answer.body).toMatchObject({
                invoiceType: 'corrective', invoiceNumber: 'FK/2026/11/0001', status: 'issued',
                paymentStatus: 'paid', notes: 'Zwrot 2 paczek', issueDate: '2026-11-23', saleDate: original.saleDate,
                dueDate: null, customerName: original.customerName, seller: completeSeller, createdBy: 'user-1',
                correction: {
                    invoiceId: original.id, invoiceNumber: 'FV/2026/11/0001', invoiceIssueDate: '2026-11-23',
                    sequence: 1, reason: 'Zwrot towaru'
                },
                totalNet: '-100.00', totalVAT: '-23.00', totalGross: '-123.00', creditedAmount: '-123.00',
                paidAmount: '0.00', balance: '0.00',
                vatBreakdown: [{ vatRate: 23, net: '-100.00', vat: '-23.00', gross: '-123.00' }],
                items: [
                    { lineNumber: 1, description: 'Panele', quantity: '10', unitPriceNet: '50', totalNet: '-500.00',
                        totalVAT: '-115.00', totalGross: '-615.00',
                        correctsItemId: item(0), correctionPart: 'before' },
                    { lineNumber: 2, description: 'Panele', quantity: '8', unitPriceNet: '50', totalNet: '400.00',
                        totalVAT: '92.00', totalGross: '492.00',
                        correctsItemId: item(0), correctionPart: 'after' }
                ]
            });
            expect(answer.body.items).toHaveLength(2);
            expect(await read(organisation, answer.body.id)).toEqual(answer.body);
        });

    test('names the order that the original names', async () => {
        const { id, items } = await organisation.issued({ orderNumber: 'PO-7' });

        const changes = { items: [{ itemId: items[0].id, description: 'Inny opis' }] };

        const { body: corrective } = await correct(organisation, id, changes);

        expect((await read(organisation, corrective.id)).orderNumber).toBe('PO-7');
    });

    test('is credited to the original, which stays as it was but for its later life', async () => {
        const { body: corrective } = await correct(
            organisation, original.id, { items: [{ itemId: item(0), quantity: '8' }] });

        const { version, correctives, creditedAmount, balance, updatedAt, ...frozen } = await read(
            organisation, original.id);
        const { version: _1, correctives: _2, creditedAmount: _3, balance: _4, updatedAt: _5, ...before } = original;
        expect(JSON.stringify(frozen)).toBe(JSON.stringify(before));
        expect({ version, creditedAmount, balance })
            .toEqual({ version: original.version + 1, creditedAmount: '123.00', balance: '621.60' });
        expect(updatedAt).toBe('2026-11-23T10:15:00.000Z');
        expect(correctives).toEqual([{
            invoiceId: corrective.id, invoiceNumber: 'FK/2026/11/0001', issueDate: '2026-11-23', totalGross: '-123.00'
        }]);
        expect(await entriesOf(service.databaseUrl, original.id)).toEqual(['corrective credited 123.00']);
        expect(await entriesOf(service.databaseUrl, corrective.id)).toEqual(['corrective credited -123.00']);
    });

    test('is told to other systems and in the history of both', async () => {
        const { body: corrective } = await correct(
            organisation, original.id, { items: [{ itemId: item(0), quantity: '8' }] });

        expect(await eventTypesOf(original.id)).toEqual(['invoice.issued', 'invoice.corrected']);
        expect(await eventTypesOf(corrective.id)).toEqual(['invoice.issued']);
        const [event] = await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: corrective.id } });
        const { overdue, ...document } = corrective;
        expect(event?.payload).toEqual(document);
        const corrected = (await service.dependencies.database.prisma.outboxEvent
            .findMany({ where: { invoiceId: original.id, type: 'invoice.corrected' } }))[0];
        expect(corrected?.payload)
            .toMatchObject({ correctives: [{ invoiceNumber: 'FK/2026/11/0001' }], creditedAmount: '123.00' });
        const history = (await organisation.call('GET', `/invoices/${original.id}/history`)).body.data;
        expect(history.at(-1)).toMatchObject({
            action: 'invoice.corrected', actor: 'user-1', after: { correctives: [{ invoiceNumber: 'FK/2026/11/0001' }] }
        });
        expect((await organisation.call('GET', `/invoices/${corrective.id}/history`)).body.data)
            .toMatchObject([{ action: 'invoice.issued', before: null, after: { invoiceNumber: 'FK/2026/11/0001' } }]);
    });

    test('corrects price, rate and text at once; rates that are not touched are not listed', async () => {
        const { body } = await correct(organisation, original.id, { items: [
            { itemId: item(0), unitPriceNet: '45.00', vatRate: 8, description: 'Panele dębowe' }
        ] });

        expect(body).toMatchObject({
            totalNet: '-50.00', totalVAT: '-79.00', totalGross: '-129.00',
            vatBreakdown: [
                { vatRate: 23, net: '-500.00', vat: '-115.00' }, { vatRate: 8, net: '450.00', vat: '36.00' }
            ],
            items: [{ correctionPart: 'before', vatRate: 23, description: 'Panele' }, {
                correctionPart: 'after', vatRate: 8, unitPriceNet: '45', description: 'Panele dębowe'
            }]
        });
    });

    test('of a text alone changes no amount, and is still a version of the original', async () => {
        const { status, body } = await correct(
            organisation, original.id, { items: [{ itemId: item(1), description: 'Transport i wniesienie' }] });

        expect(status).toBe(201);
        expect(body).toMatchObject({
            totalNet: '0.00', totalVAT: '0.00', totalGross: '0.00', creditedAmount: '0.00',
            items: [{ totalNet: '-120.00' }, { totalNet: '120.00' }]
        });
        expect(await read(organisation, original.id))
            .toMatchObject({ version: original.version + 1, creditedAmount: '0.00', balance: original.balance });
        expect(await entriesOf(service.databaseUrl, original.id)).toEqual([]);
    });

    test('of a text moves no cent of VAT between lines that share a rate, whatever their discounts', async () => {
        // Both add up to 0.08 and have the same claim on the one cent of VAT; with its part of the invoice's discount
        // each has 0.02 off.
        const { id, items } = await organisation.issued({ discountAmount: '0.03', items: [
            givenItem({ unitPriceNet: '0.10', discountAmount: '0.01', vatRate: 5 }),
            givenItem({ unitPriceNet: '0.10', vatRate: 5 })
        ] });

        const { body } = await correct(organisation, id, { items: [{ itemId: items[0].id, description: 'Listwa' }] });

        expect(items.map(({ totalNet, totalVAT }: Record<string, unknown>) => [totalNet, totalVAT]))
            .toEqual([['0.08', '0.00'], ['0.08', '0.01']]);
        expect(body.items.map(({ correctsItemId }: Record<string, unknown>) => correctsItemId))
            .toEqual([items[0].id, items[0].id]);
    });

    test('that raises the invoice is owed on the original', async () => {
        const { body } = await correct(organisation, original.id, { items: [{ itemId: item(0), quantity: '12' }] });

        expect(body).toMatchObject({ totalGross: '123.00', creditedAmount: '123.00', balance: '0.00' });
        expect(await read(organisation, original.id))
            .toMatchObject({ creditedAmount: '-123.00', balance: '867.60', paymentStatus: 'pending' });
    });

    test('starts where the last one left off', async () => {
        await correct(organisation, original.id, { items: [{ itemId: item(0), quantity: '8' }] });

        const { body } = await correct(organisation, original.id, { items: [{ itemId: item(0), unitPriceNet: '40' }] });

        expect(body).toMatchObject({
            invoiceNumber: 'FK/2026/11/0002', correction: { sequence: 2 }, totalNet: '-80.00',
            items: [{ quantity: '8', unitPriceNet: '50', totalNet: '-400.00' }, {
                quantity: '8', unitPriceNet: '40', totalNet: '320.00'
            }]
        });
        expect((await read(organisation, original.id)).correctives.map(({ invoiceNumber }: { invoiceNumber: string }) =>
            invoiceNumber))
            .toEqual(['FK/2026/11/0001', 'FK/2026/11/0002']);
    });

    test('keeps what a discount on the whole invoice took off, in proportion to the line', async () => {
        const { id, items } = await organisation.issued({ discountAmount: '60.00', items: [
            givenItem({ quantity: '10', unitPriceNet: '50.00' }), givenItem({ quantity: '1', unitPriceNet: '100.00' })
        ] });

        const { body } = await correct(organisation, id, { items: [{ itemId: items[0].id, quantity: '4' }] });

        expect(body).toMatchObject({
            discountAmount: '0.00', totalNet: '-270.00',
            items: [{ totalNet: '-450.00', totalDiscount: '-50.00' }, {
                totalNet: '180.00', totalDiscount: '20.00', discountAmount: '0.00'
            }]
        });
    });
});

describe('a full corrective', () => {
    test('takes back all that is left, so that nothing is left to pay', async () => {
        await correct(organisation, original.id, { items: [{ itemId: item(0), quantity: '8' }] });

        const { status, body } = await correct(organisation, original.id, { type: 'full' });

        expect(status).toBe(201);
        expect(body).toMatchObject({ totalNet: '-520.00', totalVAT: '-101.60', totalGross: '-621.60' });
        expect(body.items.map(({ quantity, totalGross }: Record<string, unknown>) => [quantity, totalGross]))
            .toEqual([['8', '-492.00'], ['0', '0.00'], ['1', '-129.60'], ['0', '0.00']]);
        expect(await read(organisation, original.id))
            .toMatchObject({ status: 'paid', paymentStatus: 'paid', creditedAmount: '744.60', balance: '0.00' });
        expect(await eventTypesOf(original.id))
            .toEqual(['invoice.issued', 'invoice.corrected', 'invoice.corrected', 'invoice.paid']);
    });

    test('twice has nothing to take back any more', async () => {
        await correct(organisation, original.id, { type: 'full' });

        const again = await correct(organisation, original.id, { type: 'full' });

        expect(again.status).toBe(422);
        expect(again.body.code).toBe('CORRECTION_EMPTY');
        expect(await organisation.audit('corrective-2026-11')).toMatchObject({ count: 1, gapless: true });
    });

    test('can be undone by one more corrective, and the invoice is owed again', async () => {
        await sent(organisation, original.id);
        await correct(organisation, original.id, { type: 'full' });

        const { body } = await correct(organisation, original.id, { items: [{ itemId: item(0), quantity: '1' }] });

        expect(body).toMatchObject({ totalNet: '50.00', totalGross: '61.50' });
        expect(await read(organisation, original.id))
            .toMatchObject({ status: 'sent', paymentStatus: 'pending', balance: '61.50' });
        expect((await eventTypesOf(original.id)).at(-1)).toBe('invoice.unpaid');
    });

    test('of a paid invoice makes the money the credit of the customer', async () => {
        await paidBySql(service.databaseUrl, original.id, '744.60');

        await correct(organisation, original.id, { items: [{ itemId: item(0), quantity: '8' }] });

        expect(await read(organisation, original.id))
            .toMatchObject({ status: 'paid', paidAmount: '621.60', creditedAmount: '123.00', balance: '0.00' });
        // Without a contact the credit is kept under the invoice itself.
        expect(await entriesOf(service.databaseUrl, original.id)).toEqual([
            'corrective credit 123.00', 'corrective credited 123.00', 'corrective paid -123.00', 'payment paid 744.60'
        ]);
        expect(await onDatabase(service.databaseUrl,
            'SELECT amount::numeric(19, 2)::text FROM customer_credit WHERE customer_id = $1', [original.id]))
            .toEqual([{ amount: '123.00' }]);
        expect(await eventTypesOf(original.id)).toEqual(['invoice.issued', 'invoice.corrected']);
    });

    test('of an invoice whose residue was forgiven gives back only what was paid', async () => {
        await paidBySql(service.databaseUrl, original.id, '744.00');
        await paidBySql(service.databaseUrl, original.id, '0.60', 'credited');

        const { status } = await correct(organisation, original.id, { type: 'full' });

        expect(status).toBe(201);
        expect(await read(organisation, original.id))
            .toMatchObject({ paidAmount: '0.00', creditedAmount: '744.60', balance: '0.00' });
        expect(await onDatabase(service.databaseUrl,
            'SELECT amount::numeric(19, 2)::text FROM customer_credit WHERE customer_id = $1', [original.id]))
            .toEqual([{ amount: '744.00' }]);
    });
});

test('a chain of correctives and a full one at its end add up to nothing in the database, for each rate', async () => {
    const { id, items, totalGross } = await organisation.issued(
        { pricesInclude: 'gross', discountPercent: '7.5', discountAmount: '3.33', items: [
            givenItem({ quantity: '3.7', unitPriceNet: '19.99', discountPercent: '3' }),
            givenItem({ quantity: '11', unitPriceNet: '0.33', vatRate: 8 }),
            givenItem({ quantity: '2', unitPriceNet: '7.77', discountAmount: '1.01' })
        ] });
    const [first, second, third] = items.map((item: { id: string }) => item.id);

    for (const changes of [
        [{ itemId: first, quantity: '1.3' }], [{ itemId: second, vatRate: 23 }, { itemId: third, quantity: 0 }],
        [{ itemId: third, quantity: '5', unitPriceNet: '9.99' }],
        [{ itemId: first, discountPercent: '50', vatRate: 'zw' }]
    ]) {
        expect((await correct(organisation, id, { items: changes })).status).toBe(201);
    }
    expect((await correct(organisation, id, { type: 'full' })).status).toBe(201);

    const rates = await onDatabase<{ net: string; vat: string; gross: string }>(service.databaseUrl, `
        SELECT SUM(l.net)::numeric(19, 2)::text AS net, SUM(l.vat)::numeric(19, 2)::text AS vat,
            SUM(l.gross)::numeric(19, 2)::text AS gross
        FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id WHERE i.id = $1 OR i.corrects_id = $1
        GROUP BY l.vat_category, l.vat_rate`, [id]);
    expect(rates).toEqual(Array.from({ length: 3 }, () => ({ net: '0.00', vat: '0.00', gross: '0.00' })));
    expect(await read(organisation, id)).toMatchObject({ creditedAmount: totalGross, balance: '0.00' });
});

describe('a large invoice', () => {
    test('of 500 lines is taken back in 1 000 rows, and read as it was answered', async () => {
        const large = await organisation.issued({ items: Array.from({ length: 500 },
            (_, index) => givenItem({ unitPriceNet: `${index + 1}.37`, discountPercent: index % 7 })) });

        const { status, body } = await correct(organisation, large.id, { type: 'full' });

        expect(status).toBe(201);
        expect(body.items).toHaveLength(1_000);
        expect(body.totalGross).toBe(`-${large.totalGross}`);
        expect((await organisation.call('GET', `/invoices/${body.id}`)).body).toEqual(body);
        expect(await read(organisation, large.id)).toMatchObject({ balance: '0.00', status: 'paid' });
    });

    test('is corrected in all of its lines by one request', async () => {
        const large = await organisation.issued({ items: Array.from({ length: 500 }, () => givenItem()) });

        const { status, body } = await correct(organisation, large.id, { items: large.items.map(
            ({ id }: { id: string }) => ({ itemId: id, unitPriceNet: '99.99' })) });

        expect(status).toBe(201);
        expect(body).toMatchObject({ totalNet: '-5.00', totalVAT: '-1.15', totalGross: '-6.15' });
    });
});

describe('in another currency', () => {
    test('the corrective has the exchange rate of its original, and its VAT in both currencies', async () => {
        const { id, items } = await organisation.issued({
            currency: 'EUR', exchangeRate: '4.3215', exchangeRateDate: '2026-11-20',
            items: [givenItem({ quantity: '10' }), givenItem({ vatRate: 8 })]
        });

        const { status, body } = await correct(organisation, id, { items: [{ itemId: items[0].id, quantity: '7' }] });

        expect(status).toBe(201);
        // At 4.3215 the VAT of 23 % was 993.945 PLN and is 695.7615: 298.18 would leave a grosz over.
        expect(body).toMatchObject({
            currency: 'EUR', exchangeRate: '4.3215', exchangeRateDate: '2026-11-20',
            exchangeRateSource: 'manual', vatCurrency: 'PLN', totalVAT: '-69.00', totalVATInVatCurrency: '-298.19'
        });
        expect(await read(organisation, body.id)).toEqual(body);
    });
});

describe('split payment', () => {
    const items = [givenItem({ quantity: '10', unitPriceNet: '1000.00', splitPayment: true })];
    const customerNIP = '1234563218';

    test('stays on the corrective of an invoice that has it', async () => {
        const large = await organisation.issued({ customerNIP, items: [{ ...items[0], quantity: '20' }] });

        const { body } = await correct(
            organisation, large.id, { items: [{ itemId: large.items[0].id, quantity: '1' }] });

        expect([large.splitPayment, body.splitPayment]).toEqual([true, true]);
    });

    test('comes with the corrective that raises an invoice over the limit', async () => {
        const small = await organisation.issued({ customerNIP, items });

        const lowered = await correct(
            organisation, small.id, { items: [{ itemId: small.items[0].id, quantity: '9' }] });
        const raised = await correct(
            organisation, small.id, { items: [{ itemId: small.items[0].id, quantity: '13' }] });

        expect([small.splitPayment, lowered.body.splitPayment, raised.body.splitPayment]).toEqual([false, false, true]);
    });
});

describe('the seller on a corrective', () => {
    test('is the organisation as it is now', async () => {
        await organisation.profile({ legalName: 'Nowa Nazwa S.A.' });

        const { body } = await correct(organisation, original.id, { type: 'full' });

        expect(body.seller.legalName).toBe('Nowa Nazwa S.A.');
        expect((await read(organisation, original.id)).seller.legalName).toBe(completeSeller.legalName);
    });

    test('must be complete', async () => {
        await organisation.profile({ city: null });

        const { status, body } = await correct(organisation, original.id, { type: 'full' });

        expect(status).toBe(422);
        expect(body).toMatchObject({ code: 'SELLER_INCOMPLETE', errors: [{ path: 'organisation.city' }] });
    });
});

describe('lists and balances', () => {
    test('count an invoice and its corrective together, once', async () => {
        const { id, items } = await organisation
            .issued({ customerName: undefined, contactId: contactId(1), items: [givenItem({ quantity: '10' })] });
        await paidBySql(service.databaseUrl, id, '200.00');
        const { body: corrective } = await correct(
            organisation, id, { items: [{ itemId: items[0].id, quantity: '7' }] });

        const { body } = await organisation.call(
            'GET', `/invoices/customer/${contactId(1)}?sortBy=invoiceNumber&sortOrder=asc`);

        expect(body.data.map(({ id: listed }: { id: string }) => listed)).toEqual([corrective.id, id]);
        expect(body.balances)
            .toEqual([{ currency: 'PLN', totalGross: '861.00', paidAmount: '200.00', balance: '661.00' }]);
        expect((await organisation.call('GET', '/invoices?invoiceType=corrective')).body.data)
            .toMatchObject([{ id: corrective.id, totalGross: '-369.00' }]);
    });
});
