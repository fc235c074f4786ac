import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { cancel, confirmed, correct } from '../support/given-corrective.ts';
import { advance, convert, order, orderItems, payAdvance, rows, sums, vatOfMonth } from '../support/given-order.ts';
import { creditOf, invoiceNow, pay } from '../support/given-payment.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenClock } from '../support/given-server.ts';
import { recomputeExplanation } from '../support/recompute-explanation.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const clock = givenClock('2026-11-23T10:00:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);
const customer = contactId(1);
const given = (overrides: Readonly<Record<string, unknown>> = {}) =>
    order(organisation, { contactId: customer, ...overrides });
/** An order of 1 770.00 with an advance invoice of 600.00 that was received in October. */
const withAdvance = async (overrides: Readonly<Record<string, unknown>> = {}) => {
    const offer = await given(overrides);
    const { body } = await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-10-28' });
    return { offer, advanced: body };
};
const finalOf = async (proformaId: string, body: Readonly<Record<string, unknown>> = {}) => {
    const draft = await convert(organisation, proformaId, body);
    return (await organisation.issue(draft.body.id)).body;
};
const explained = async (id: string) => (await organisation.call('GET', `/invoices/${id}/explain`)).body;
const codes = ({ warnings = [] }: Answered['body']): readonly string[] =>
    warnings.map(({ code }: Answered['body']) => code);

describe('a final invoice', () => {
    test('has the whole order as items, and as totals what the advances leave of each rate', async () => {
        const { offer, advanced } = await withAdvance();

        const { status, body: draft } = await convert(organisation, offer.id);
        const { body: final } = await organisation.issue(draft.id);

        expect(status).toBe(201);
        // 1000.00 − 338.98, 230.00 − 77.97, 1230.00 − 416.95; 500.00 − 169.49, 40.00 − 13.56, 540.00 − 183.05.
        const left = [['S', 23, '661.02', '152.03', '813.05'], ['S', 8, '330.51', '26.44', '356.95']];
        for (const invoice of [draft, final]) {
            expect(rows(invoice)).toEqual(left);
            expect(sums(invoice)).toEqual(['991.53', '178.47', '1170.00']);
            expect(invoice.items.map(({ totalGross }: Answered['body']) => totalGross)).toEqual(['1230.00', '540.00']);
            expect(invoice.advances).toEqual([{
                invoiceId: advanced.id, invoiceNumber: 'FZ/2026/11/0001', issueDate: '2026-11-23', ksefNumber: null,
                gross: '600.00', rates: [
                    { vatCategory: 'S', vatRate: 23, net: '338.98', vat: '77.97', gross: '416.95' },
                    { vatCategory: 'S', vatRate: 8, net: '169.49', vat: '13.56', gross: '183.05' }
                ]
            }]);
        }
        expect([final.invoiceType, final.balance]).toEqual(['vat_invoice', '1170.00']);
        expect(final.vatBreakdown.map(({ taxPoints }: Answered['body']) => taxPoints.map(
            ({ net, vat }: Answered['body']) => [net, vat]))).toEqual([[['661.02', '152.03']], [['330.51', '26.44']]]);
        expect(await invoiceNow(organisation, final.id)).toEqual(final);
        expect((await invoiceNow(organisation, advanced.id)).deductedBy)
            .toEqual({ invoiceId: final.id, invoiceNumber: final.invoiceNumber });
        expect(await vatOfMonth(organisation, '2026-11'))
            .toEqual([['23', '661.02', '152.03'], ['8', '330.51', '26.44']]);
        expect((await organisation.audit('vat_invoice-2026-11')).count).toBe(1);
    });

    test('is explained to the cent, also for a reader who trusts only its JSON', async () => {
        const { offer } = await withAdvance({ discountAmount: '33.33' });
        const final = await finalOf(offer.id);

        const explanation = await explained(final.id);

        expect([explanation.matchesStored, explanation.totals.gross]).toEqual([true, final.totalGross]);
        expect(explanation.vatBreakdown[0].steps.slice(-3).map(({ rule }: Answered['body']) => rule))
            .toEqual(['less_advances', 'less_advances', 'less_advances']);
        expect(recomputeExplanation(explanation)).toEqual([]);
    });

    test('is issued right after a build before this one edited its draft, and never by such a build', async () => {
        const { offer } = await withAdvance();
        const { body: draft } = await convert(organisation, offer.id);
        await onDatabase(service.databaseUrl, `UPDATE invoice SET total_net = 1500.00, total_vat = 270.00,
            total_gross = 1770.00 WHERE id = $1`, [draft.id]);

        const byOlder = onDatabase(service.databaseUrl, `UPDATE invoice SET status = 'issued',
            number = 'FV/2026/11/0999',
            series_id = 'vat_invoice-2026-11', series_number = 999, issue_date = '2026-11-23', issued_at = now(),
            seller = '{}' WHERE id = $1`, [draft.id]);

        await expect(byOlder).rejects.toThrow('has advance invoices, which only a newer version knows');
        expect(sums((await organisation.issue(draft.id)).body)).toEqual(['991.53', '178.47', '1170.00']);
    });

    test('reads the advances anew at its issue, in their state after their correctives', async () => {
        const { offer, advanced } = await withAdvance();
        const { body: draft } = await convert(organisation, offer.id);
        await correct(organisation, advanced.id, { items: [{ itemId: advanced.items[1].id, quantity: '0' }] });

        const { body } = await organisation.issue(draft.id);

        expect(rows(body)).toEqual([['S', 23, '661.02', '152.03', '813.05'], ['S', 8, '500.00', '40.00', '540.00']]);
        expect(sums(body)).toEqual(['1161.02', '192.03', '1353.05']);
        expect(codes(body)).toContain('ADVANCES_CHANGED');
        expect(body.advances[0].gross).toBe('416.95');
    });

    test('deducts no advance invoice that was cancelled meanwhile, whose payment then needs another one', async () => {
        const { offer, advanced } = await withAdvance();
        const { body: draft } = await convert(organisation, offer.id);
        await cancel(organisation, advanced.id);

        const refused = await organisation.issue(draft.id);

        expect([refused.status, refused.body.code]).toEqual([422, 'ADVANCE_INVOICE_MISSING']);
        expect(refused.body.message).toContain('delete this draft');
        expect((await organisation.call('DELETE', `/invoices/${draft.id}`)).status).toBe(204);
        const [{ paymentId }] = (await invoiceNow(organisation, offer.id)).advancePayments;
        expect((await advance(organisation, offer.id, { paymentId })).status).toBe(201);
        expect(sums(await finalOf(offer.id))).toEqual(['991.53', '178.47', '1170.00']);
    });

    test('may be edited in dates, notes and items, as long as each rate covers its advances', async () => {
        const { offer } = await withAdvance();
        const { body: draft } = await convert(organisation, offer.id);
        const edit = (body: object) => organisation.call('PATCH', `/invoices/${draft.id}`, { body });

        const noted = await edit({ notes: 'Dziękujemy', dueDate: '2026-12-01', saleDate: '2026-11-20' });
        const fewer = await edit({ items: [{ ...orderItems[0], unitPriceNet: '900.00' }, orderItems[1]] });
        const short = await edit({ items: [orderItems[0]] });
        const currency = await edit({ currency: 'EUR', items: orderItems });
        const stranger = await edit({ contactId: contactId(2) });

        expect([noted.status, noted.body.totalGross]).toEqual([200, '1170.00']);
        // 1107.00 + 540.00 − 600.00.
        expect([fewer.status, fewer.body.totalGross]).toEqual([200, '1047.00']);
        expect([short.status, short.body.code, short.body.errors[0].path])
            .toEqual([422, 'ADVANCE_EXCEEDS_RATE', 'items']);
        expect(short.body.message).toContain('FZ/2026/11/0001');
        expect([currency, stranger].map(({ status, body }) => [status, body.errors[0].path]))
            .toEqual([[400, 'currency'], [400, 'contactId']]);
    });

    test('spreads what a rate deducts over its tax points in proportion to their gross', async () => {
        await organisation.profile({ constructionServices: true });
        // 1230.00 by sale date and 615.00 as construction, both at 23 %; advance 1000.00.
        const offer = await order(organisation, {
            customerNIP: '5260250995', items: [
                givenItem({ unitPriceNet: '1000.00' }),
                givenItem({ unitPriceNet: '500.00', taxPointRule: 'construction' })
            ]
        });
        await advance(organisation, offer.id, { amount: '1000.00', receivedOn: '2026-10-28' });

        const final = await finalOf(offer.id, { saleDate: '2026-11-10' });

        // VAT of the advance 186.99; gross 666.67 + 333.33, VAT 124.66 + 62.33.
        expect(sums(final)).toEqual(['686.99', '158.01', '845.00']);
        expect(final.vatBreakdown[0].taxPoints.map(
            ({ date, rule, net, vat }: Answered['body']) => [date, rule, net, vat])).toEqual([
            ['2026-11-10', 'general', '457.99', '105.34'], ['2026-11-23', 'construction', '229.00', '52.67']
        ]);
    });

    test('needs split payment by its own amount due', async () => {
        const item = givenItem({ unitPriceNet: '20000.00', splitPayment: true });
        const offer = await order(organisation, { customerNIP: '5260250995', items: [item] });
        const { body: first } = await advance(organisation, offer.id, { amount: '15000.01', receivedOn: '2026-11-02' });

        const final = await finalOf(offer.id);

        expect([first.splitPayment, final.splitPayment, final.totalGross]).toEqual([true, false, '9599.99']);
    });

    test('in another currency has the exchange rate of its own tax point', async () => {
        const offer = await order(organisation, { currency: 'EUR' });
        await advance(organisation, offer.id, { amount: '600.00', receivedOn: '2026-10-28' });

        const final = await finalOf(offer.id, { saleDate: '2026-11-20' });

        expect([sums(final)[2], final.exchangeRateDate]).toEqual(['1170.00', '2026-11-19']);
        const explanation = await explained(final.id);
        expect([explanation.matchesStored, recomputeExplanation(explanation)]).toEqual([true, []]);
    });

    test('and a corrective of its advance at once: one of them starts over, and both are right', async () => {
        const { offer, advanced } = await withAdvance();
        const { body: draft } = await convert(organisation, offer.id);

        const [issued, corrected] = await Promise.all([
            organisation.issue(draft.id),
            correct(organisation, advanced.id, { items: [{ itemId: advanced.items[1].id, quantity: '0' }] })
        ]);

        expect(issued.status).toBe(200);
        expect([[201, '1353.05'], [409, '1170.00']]).toContainEqual([corrected.status, issued.body.totalGross]);
    });
});

describe('money without an advance invoice', () => {
    test('of a month before the sale must be invoiced before the conversion', async () => {
        const offer = await given();
        const paymentId = await payAdvance(organisation, offer.id, '600.00', '2026-10-28');

        const refused = await convert(organisation, offer.id);
        const inOctober = await convert(organisation, offer.id, { saleDate: '2026-10-30' });

        expect([refused.status, refused.body.code, refused.body.errors[0].path])
            .toEqual([422, 'ADVANCE_INVOICE_MISSING', 'advancePayments']);
        expect(refused.body.message).toContain(paymentId);
        expect(refused.body.message).toContain(`/invoices/${offer.id}/advance-invoices`);
        expect(inOctober.status).toBe(201);
        const { body } = await organisation.issue(inOctober.body.id);
        expect([body.invoiceNumber, codes(body)]).toEqual(['FV/2026/11/0001', ['ADVANCE_IS_CREDIT']]);
    });

    test('of the month of the sale needs none; it is credit that pays the invoice', async () => {
        const offer = await given();
        await payAdvance(organisation, offer.id, '600.00', '2026-11-03');

        const final = await finalOf(offer.id);
        const use = await organisation.call('POST', `/invoices/${final.id}/apply-credit`, { body: {} });

        expect([sums(final)[2], final.advances, codes(final)]).toEqual(['1770.00', [], ['ADVANCE_IS_CREDIT']]);
        expect(final.warnings[0].message).toContain('600.00 PLN');
        expect(final.receivedPayments).toEqual([{ date: '2026-11-03', amount: '600.00' }]);
        expect(use.body.invoice.balance).toBe('1170.00');
    });

    test('after the sale is no advance, and the invoice does not show its day', async () => {
        const offer = await given();
        await payAdvance(organisation, offer.id, '100.00', '2026-11-03');
        await payAdvance(organisation, offer.id, '200.00', '2026-11-10');
        await payAdvance(organisation, offer.id, '300.00', '2026-11-11');
        const { body: draft } = await convert(organisation, offer.id, { saleDate: '2026-11-10' });

        const { body: issued } = await organisation.issue(draft.id);

        expect(issued.receivedPayments)
            .toEqual([{ date: '2026-11-03', amount: '100.00' }, { date: '2026-11-10', amount: '200.00' }]);
    });

    test('is asked for again at the issue, when the sale turns out to be in a later month', async () => {
        const offer = await given();
        await payAdvance(organisation, offer.id, '600.00', '2026-10-28');
        const { body: draft } = await convert(organisation, offer.id, { saleDate: '2026-10-30' });
        await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { saleDate: '2026-11-02' } });

        const { status, body } = await organisation.issue(draft.id);

        expect([status, body.code]).toEqual([422, 'ADVANCE_INVOICE_MISSING']);
    });

    test('for construction services is always invoiced', async () => {
        await organisation.profile({ constructionServices: true });
        const offer = await order(organisation, {
            customerNIP: '5260250995', items: [givenItem({ taxPointRule: 'construction' })]
        });
        await payAdvance(organisation, offer.id, '10.00', '2026-11-03');

        const { status, body } = await convert(organisation, offer.id);

        expect([status, body.code]).toEqual([422, 'ADVANCE_INVOICE_MISSING']);
        expect(body.message).toContain('construction');
    });

    test('for intra-Community supplies is never invoiced', async () => {
        const offer = await organisation.issued({
            invoiceType: 'proforma', customerNIP: 'DE136695976',
            items: [givenItem({ vatRate: 0, vatCategory: 'K' })]
        });
        await payAdvance(organisation, offer.id, '10.00', '2026-10-03');

        const { status, body: draft } = await convert(organisation, offer.id);

        expect(status).toBe(201);
        expect((await organisation.issue(draft.id)).body).toMatchObject({ status: 'issued', receivedPayments: [] });
    });
});

describe('correcting a final invoice', () => {
    test('by a line changes that line alone, and the advances stay deducted', async () => {
        const { offer } = await withAdvance();
        const final = await finalOf(offer.id);

        const { status, body } = await correct(organisation, final.id,
            { items: [{ itemId: final.items[0].id, unitPriceNet: '900.00' }] });

        expect([status, sums(body), body.advances]).toEqual([201, ['-100.00', '-23.00', '-123.00'], []]);
        const now = await invoiceNow(organisation, final.id);
        expect([now.creditedAmount, now.balance]).toEqual(['123.00', '1047.00']);
        const explanation = await explained(body.id);
        expect([explanation.matchesStored, recomputeExplanation(explanation)]).toEqual([true, []]);
    });

    test('never lowers a rate below its advances', async () => {
        const { offer } = await withAdvance();
        const final = await finalOf(offer.id);
        const [, second] = final.items;

        const short = await correct(organisation, final.id, { items: [{ itemId: second.id, unitPriceNet: '169.48' }] });
        const all = await correct(organisation, final.id,
            { items: final.items.map(({ id }: Answered['body']) => ({ itemId: id, quantity: '0' })) });

        expect([short, all].map(({ status, body }) => [status, body.code])).toEqual(
            [[422, 'ADVANCE_EXCEEDS_RATE'], [422, 'ADVANCE_EXCEEDS_RATE']]);
    });

    test('whole takes back what was left, and gives the advances back to another final invoice', async () => {
        const { offer, advanced } = await withAdvance();
        const final = await finalOf(offer.id);
        await pay(organisation, final.id, '1170.00');

        const { status, body } = await correct(organisation, final.id, { type: 'full' });

        expect([status, sums(body)]).toEqual([201, ['-991.53', '-178.47', '-1170.00']]);
        expect(rows(body)).toEqual([
            ['S', 23, '-661.02', '-152.03', '-813.05'], ['S', 8, '-330.51', '-26.44', '-356.95']
        ]);
        expect(body.advances.map(({ invoiceId, gross }: Answered['body']) => [invoiceId, gross]))
            .toEqual([[advanced.id, '-600.00']]);
        expect(body.items.map(({ correctionPart, totalGross }: Answered['body']) => [correctionPart, totalGross]))
            .toEqual([['before', '-1230.00'], ['after', '0.00'], ['before', '-540.00'], ['after', '0.00']]);
        expect(await creditOf(organisation, customer)).toBe('1170.00');
        await confirmed(organisation, body.id, '2026-11-23');
        expect(await vatOfMonth(organisation, '2026-11')).toEqual([]);
        const explanation = await explained(body.id);
        expect([explanation.matchesStored, recomputeExplanation(explanation)]).toEqual([true, []]);
        const again = await correct(organisation, final.id,
            { items: [{ itemId: final.items[0].id, quantity: '1' }] });
        expect([again.status, again.body.code]).toEqual([409, 'INVOICE_NOT_CORRECTABLE']);
        expect((await invoiceNow(organisation, advanced.id)).deductedBy).toBeNull();

        expect((await cancel(organisation, final.id)).status).toBe(200);
        const next = await finalOf(offer.id);
        expect([next.invoiceNumber, sums(next)]).toEqual(['FV/2026/11/0002', ['991.53', '178.47', '1170.00']]);
    });

    test('cancelled with a corrective, or annulled, it frees the proforma and its advances', async () => {
        const { offer } = await withAdvance();
        const first = await finalOf(offer.id);
        const { body: taken } = await cancel(organisation, first.id, { createCorrective: true });
        await confirmed(organisation, taken.correctives[0].invoiceId, '2026-11-23');
        const second = await finalOf(offer.id);
        await cancel(organisation, second.id);

        const third = await finalOf(offer.id);

        expect([first, second, third].map(({ totalGross }) => totalGross)).toEqual(['1170.00', '1170.00', '1170.00']);
        expect(await vatOfMonth(organisation, '2026-11'))
            .toEqual([['23', '661.02', '152.03'], ['8', '330.51', '26.44']]);
        expect((await organisation.audit('vat_invoice-2026-11')).count).toBe(3);
    });

    test('while it stands, its advance invoices are neither corrected nor cancelled', async () => {
        const { offer, advanced } = await withAdvance();
        const final = await finalOf(offer.id);

        const lowered = await correct(organisation, advanced.id,
            { items: [{ itemId: advanced.items[0].id, quantity: '0' }] });
        const full = await correct(organisation, advanced.id, { type: 'full' });
        const cancelled = await cancel(organisation, advanced.id);

        for (const { status, body } of [lowered, full, cancelled]) {
            expect([status, body.code]).toEqual([409, 'ADVANCE_DEDUCTED']);
            expect(body.message).toContain(final.invoiceNumber);
        }
        await cancel(organisation, final.id);
        expect((await correct(organisation, advanced.id, { type: 'full' })).status).toBe(201);
    });
});
