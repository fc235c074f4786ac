import { describe, expect, test } from '@jest/globals';
import { contactId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock('2026-11-23T10:15:00.000Z') });
const organisation = useOrganisation(service);

const company = '1234563218';
/** Net 20 000.00 of a thing of annex 15. */
const needing = (changes: Readonly<Record<string, unknown>> = {}) =>
    givenItem({ unitPriceNet: '20000.00', splitPayment: true, ...changes });

/** The mark of the draft, and of the invoice that it becomes. */
async function marks(fields: Readonly<Record<string, unknown>>): Promise<readonly boolean[]> {
    const draft = await organisation.draft(fields);
    const { status, body, text } = await organisation.issue(draft.id);
    if (status !== 200) throw new Error(text);
    return [draft.splitPayment, body.splitPayment];
}

describe('split payment', () => {
    test.each([
        ['a company', { customerNIP: company }, true],
        ['a company that pays no VAT', { customerNIP: company, customerVATPayer: false }, true],
        ['a company of another country', { customerNIP: 'DE136695976' }, true],
        ['a company of the CRM', { contactId: contactId(1) }, true],
        ['a public body of the CRM', { contactId: contactId(9) }, true],
        ['a consumer', { customerVATPayer: false }, false],
        ['a buyer without a number who is called a VAT payer', { customerVATPayer: true }, false],
        ['a consumer of the CRM', { contactId: contactId(17) }, false],
        ['a consumer of the CRM with a NIP', { contactId: contactId(17), customerNIP: company }, false]
    ])('for %s is %j', async (_case, buyer, expected) => {
        expect(await marks({ ...buyer, items: [needing()] })).toEqual([expected, expected]);
    });

    test.each([
        ['zw', {}, company], ['np', {}, 'DE136695976'], ['oo', {}, company], ['np_art100', {}, 'DE136695976'],
        [0, { vatCategory: 'G' }, company], [0, { vatCategory: 'K' }, 'DE136695976'], [0, {}, company]
    ])('has nothing to split at %s %j', async (vatRate, changes, customerNIP) => {
        expect(await marks({ customerNIP, items: [needing({ vatRate, ...changes })] })).toEqual([false, false]);
    });

    test('needs VAT on the line that needs it, not on another one', async () => {
        expect(await marks({ customerNIP: company, items: [
            needing({ vatRate: 'zw' }), needing({ splitPayment: false })
        ] })).toEqual([false, false]);
    });

    test('is decided anew when the buyer is another one', async () => {
        const draft = await organisation.draft({ items: [needing()] });
        const edit = async (body: object) =>
            (await organisation.call('PATCH', `/invoices/${draft.id}`, { body })).body.splitPayment;

        expect([draft.splitPayment, await edit({ customerNIP: company }), await edit({ customerNIP: null })])
            .toEqual([false, true, false]);
    });

    test.each([['15000.00', false], ['15000.01', true]])('of %s gross is %j', async (unitPriceNet, expected) => {
        expect(await marks({
            customerNIP: company, pricesInclude: 'gross', items: [needing({ unitPriceNet })]
        })).toEqual([expected, expected]);
    });

    test('falls on services under constructionServices, unless the item or its type says otherwise', async () => {
        const lines = async () => (await organisation.draft({ customerNIP: company, items: [
            { itemType: 'service', serviceId: serviceId(1), quantity: '1', splitPayment: false },
            { itemType: 'service', serviceId: serviceId(1), quantity: '1' },
            givenItem({ splitPayment: true }), givenItem()
        ] })).items.map(({ splitPayment }: { splitPayment: boolean }) => splitPayment);

        const without = await lines();
        await organisation.profile({ constructionServices: true });
        const withServices = await lines();
        await organisation.profile({ splitPaymentItemTypes: ['custom'] });

        expect([without, withServices, await lines()]).toEqual([
            [false, false, true, false], [false, true, true, false], [false, false, true, true]
        ]);
    });
});
