import { describe, expect, test } from '@jest/globals';
import { cancel, correct } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock('2026-11-23T10:15:00.000Z') });
const organisation = useOrganisation(service);

const german = 'DE136695976';
const polish = '1234563218';
const intraCommunity = givenItem({ vatRate: 0, vatCategory: 'K' });

describe('a corrective', () => {
    /** An invoice that the organisation could issue before, and its first item. */
    async function issuedBefore(
        profile: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, unknown>>
    ): Promise<{ readonly id: string; readonly itemId: string; readonly other: string }> {
        await organisation.profile(profile);
        const { id, items } = await organisation.issued(fields);
        await organisation.profile({});
        return { id, itemId: items[0].id, other: items[1].id };
    }
    const atOldRate = () => issuedBefore(
        { vatRates: ['22', '23'] }, { items: [givenItem({ vatRate: 22 }), givenItem()] });
    const asGerman = () => issuedBefore(
        { country: 'DE', vatId: german }, { customerNIP: polish, items: [intraCommunity, givenItem()] });

    test.each([
        ['a rate that is not in force', { vatRate: 22 }, 'VAT_RATE_NOT_IN_FORCE', 'items[0].vatRate'],
        ['K for a buyer at home', { vatRate: 0, vatCategory: 'K' }, 'BUYER_INCOMPLETE', 'customerNIP'],
        ['np_art100 for a buyer at home', { vatRate: 'np_art100' }, 'BUYER_INCOMPLETE', 'customerNIP']
    ])('to %s is 422', async (_case, change, code, path) => {
        const { id, items } = await organisation.issued({ customerNIP: polish });

        const { status, body } = await correct(organisation, id, { items: [{ itemId: items[0].id, ...change }] });

        expect([status, body.code, body.errors[0].path]).toEqual([422, code, path]);
    });

    test('to zw takes the provision of the organisation, and without one is 422', async () => {
        const { id, items } = await organisation.issued();
        await organisation.profile({ exemptionReason: null });
        const refused = await correct(organisation, id, { items: [{ itemId: items[0].id, vatRate: 'zw' }] });
        await organisation.profile({ exemptionReason: 'art. 113 ust. 1 ustawy o VAT' });
        const { status, body } = await correct(organisation, id, { items: [{ itemId: items[0].id, vatRate: 'zw' }] });

        expect([refused.status, refused.body.code, refused.body.errors[0].path])
            .toEqual([422, 'EXEMPTION_REASON_MISSING', 'items[0].exemptionReason']);
        expect([status, body.items[1].exemptionReason, body.totalVAT])
            .toEqual([201, 'art. 113 ust. 1 ustawy o VAT', '-23.00']);
    });

    test.each([['an old rate', atOldRate], ['a supply that was none', asGerman]])(
        'of %s is refused where it changes that line, unless the line ends at 0.00', async (_case, given) => {
            const { id, itemId, other } = await given();
            const change = (item: string, quantity: string) =>
                correct(organisation, id, { items: [{ itemId: item, quantity }] });

            expect((await change(itemId, '2')).status).toBe(422);
            expect((await change(other, '2')).status).toBe(201);
            expect((await change(itemId, '0')).status).toBe(201);
        });

    test.each([['an old rate', atOldRate], ['a supply that was none', asGerman]])(
        'of all of %s is taken, and so is cancelling', async (_case, given) => {
            const [one, two] = [await given(), await given()];

            expect((await correct(organisation, one.id, { type: 'full' })).status).toBe(201);
            expect((await cancel(organisation, two.id, { createCorrective: true })).status).toBe(200);
        });

    test('of a line at an old rate to one in force is taken', async () => {
        const { id, itemId } = await atOldRate();

        const { status, body } = await correct(organisation, id, { items: [{ itemId, vatRate: 23 }] });

        expect([status, body.totalNet, body.totalVAT]).toEqual([201, '0.00', '1.00']);
    });
});
