import { beforeEach, describe, expect, test } from '@jest/globals';
import { correct, read } from '../support/given-corrective.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { storedRows } from '../support/stored-rows.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);
let original: Answered['body'];
beforeEach(async () => {
    original = await organisation.issued({ issueDate: '2026-11-10', customerNIP: 'DE136695976', items: [
        givenItem({ quantity: '10', unitPriceNet: '50.00', discountAmount: '20.00' }),
        givenItem({ vatRate: 0, vatCategory: 'K' })
    ] });
});

const item = (index: number): string => original.items[index].id;
const stranger = '5f0c1c8e-3b53-4f0f-9d5c-1f0a3c1f9a11';

describe('a body that is refused by name', () => {
    test.each([
        ['no reason', () => ({ reason: undefined, type: 'full' }), 'reason'],
        ['a blank reason', () => ({ reason: '  ', type: 'full' }), 'reason'],
        ['a reason that is too long', () => ({ reason: 'x'.repeat(501), type: 'full' }), 'reason'],
        ['an unknown type', () => ({ type: 'half' }), 'type'],
        ['no items', () => ({}), 'items'],
        ['an empty list of items', () => ({ items: [] }), 'items'],
        ['items beside full', () => ({ type: 'full', items: [{ itemId: item(0), quantity: 0 }] }), 'items'],
        ['too many items', () => ({ items: Array.from({ length: 501 }, () => ({ itemId: item(0), quantity: 0 })) }),
            'items'],
        ['an item without id', () => ({ items: [{ quantity: 1 }] }), 'items[0].itemId'],
        ['an id that is none', () => ({ items: [{ itemId: 'x', quantity: 1 }] }), 'items[0].itemId'],
        ['an item named twice, in another case',
            () => ({ items: [{ itemId: item(0), quantity: 1 }, { itemId: item(0).toUpperCase(), quantity: 2 }] }),
            'items[1].itemId'],
        ['an item that names nothing to change', () => ({ items: [{ itemId: item(0) }] }), 'items[0]'],
        ['a negative quantity', () => ({ items: [{ itemId: item(0), quantity: '-1' }] }), 'items[0].quantity'],
        ['a quantity of seven decimals', () => ({ items: [{ itemId: item(0), quantity: '1.1234567' }] }),
            'items[0].quantity'],
        ['a negative price', () => ({ items: [{ itemId: item(0), unitPriceNet: -0.01 }] }), 'items[0].unitPriceNet'],
        ['a price in words', () => ({ items: [{ itemId: item(0), unitPriceNet: '1e3' }] }), 'items[0].unitPriceNet'],
        ['a rate that is none', () => ({ items: [{ itemId: item(0), vatRate: 'zzz' }] }), 'items[0].vatRate'],
        ['a category that does not go with the rate', () => ({ items: [{ itemId: item(0), vatCategory: 'K' }] }),
            'items[0].vatCategory'],
        ['a reason for an exemption that is none', () => ({ items: [{ itemId: item(0), exemptionReason: 'art. 43' }] }),
            'items[0].exemptionReason'],
        ['an empty description alone', () => ({ items: [{ itemId: item(0), description: '' }] }), 'items[0]'],
        ['a discount over 100 percent', () => ({ items: [{ itemId: item(0), discountPercent: 101 }] }),
            'items[0].discountPercent'],
        ['a discount of three decimals', () => ({ items: [{ itemId: item(0), discountAmount: '1.005' }] }),
            'items[0].discountAmount'],
        ['a field of an item that is unknown', () => ({ items: [{ itemId: item(0), unit: 'm²' }] }), 'items[0].unit'],
        ['an unknown field', () => ({ type: 'full', totalNet: '0' }), 'totalNet'],
        ['an issue date that is none', () => ({ type: 'full', issueDate: '2026-02-30' }), 'issueDate'],
        ['an issue date before the original', () => ({ type: 'full', issueDate: '2026-11-09' }), 'issueDate']
    ])('%s', async (_what, body, path) => {
        const answer = await correct(organisation, original.id, body());

        expect(answer.status).toBe(400);
        expect(answer.body.code).toBe('VALIDATION_FAILED');
        expect(answer.body.errors[0].path).toBe(path);
        expect(answer.body.message).toContain(path);
        expect(await read(organisation, original.id)).toEqual(original);
    });

    test.each([
        [404, 'ITEM_NOT_FOUND', 'items[1].itemId',
            () => [{ itemId: item(0), quantity: 1 }, { itemId: stranger, quantity: 1 }]],
        [400, 'DISCOUNT_EXCEEDS_LINE', 'items[0].discountAmount',
            () => [{ itemId: item(0), discountAmount: '500.01' }]],
        [400, 'AMOUNT_TOO_LARGE', 'items[0]',
            () => [{ itemId: item(0), unitPriceNet: '999999999999', quantity: '999999999' }]],
        [400, 'AMOUNT_TOO_LARGE', 'items',
            () => [{ itemId: item(0), unitPriceNet: '999999999999', quantity: '9.9', discountAmount: 0 }]]
    ])('%i %s for %s', async (status, code, path, items) => {
        const answer = await correct(organisation, original.id, { items: items() });

        expect(answer.body).toMatchObject({ status, code, errors: [{ path }] });
        expect(await read(organisation, original.id)).toEqual(original);
    });

    test.each([
        ['the same quantity', () => ({ itemId: item(0), quantity: '10.000' })],
        ['the same price and text', () => ({ itemId: item(0), unitPriceNet: 50, description: 'Transport' })],
        ['the same rate', () => ({ itemId: item(0), vatRate: '23' })],
        ['the 0 of a category that only reads 0', () => ({ itemId: item(1), vatRate: 0 })],
        ['the same discount', () => ({ itemId: item(0), discountAmount: '20' })]
    ])('%s changes nothing', async (_what, change) => {
        const answer = await correct(organisation, original.id, { items: [change()] });

        expect(answer.status).toBe(422);
        expect(answer.body.code).toBe('CORRECTION_EMPTY');
        expect((await organisation.call('GET', '/invoices/numbering')).body.data).toHaveLength(1);
    });
});

describe('what cannot be corrected', () => {
    test('a draft, which is edited instead', async () => {
        const { id } = await organisation.draft();

        expect((await correct(organisation, id, { type: 'full' })).body)
            .toMatchObject({ status: 409, code: 'INVOICE_NOT_ISSUED' });
    });

    test('a proforma', async () => {
        const { id } = await organisation.issued({ invoiceType: 'proforma' });

        expect((await correct(organisation, id, { type: 'full' })).body)
            .toMatchObject({ status: 409, code: 'INVOICE_NOT_CORRECTABLE' });
    });

    test('a corrective: its original is corrected once more', async () => {
        const { body: { id } } = await correct(organisation, original.id, { type: 'full' });

        expect((await correct(organisation, id, { type: 'full' })).body)
            .toMatchObject({ status: 409, code: 'INVOICE_NOT_CORRECTABLE' });
    });

    test('a line into one whose buyer owes the VAT, while the buyer has no tax number', async () => {
        const { id, items } = await organisation.issued();

        const { body } = await correct(organisation, id, { items: [{ itemId: items[0].id, vatRate: 'oo' }] });

        expect(body).toMatchObject({ status: 422, code: 'BUYER_INCOMPLETE', errors: [{ path: 'customerNIP' }] });
    });

    test('an invoice of another organisation, or one that does not exist', async () => {
        const other = await givenOrganisation(service);

        expect((await correct(other, original.id, { type: 'full' })).body)
            .toMatchObject({ status: 404, code: 'INVOICE_NOT_FOUND' });
        expect((await correct(organisation, stranger, { type: 'full' })).status).toBe(404);
        expect((await correct(organisation, 'x', { type: 'full' })).status).toBe(400);
    });

    test('anything, by a caller without invoices:issue', async () => {
        const viewer = await organisation.as({ role: 'viewer' });

        expect((
            await viewer('POST', `/invoices/${original.id}/correctives`, { body: { reason: 'x', type: 'full' } })
        ).status).toBe(403);
    });

    test('an invoice with a hundred correctives; the last place is kept for one that takes everything back',
        async () => {
            for (let index = 0; index < 99; index += 1) {
                expect((await correct(
                    organisation, original.id, { items: [{ itemId: item(1), description: `Wersja ${index}` }] }
                )).status).toBe(201);
            }

            const { body } = await correct(
                organisation, original.id, { items: [{ itemId: item(1), description: 'Wersja 99' }] });
            const cancelled = await organisation.call(
                'PATCH', `/invoices/${original.id}/cancel`, { body: { reason: 'Zwrot', createCorrective: true } });

            expect(body).toMatchObject({ status: 422, code: 'TOO_MANY_CORRECTIVES' });
            expect([cancelled.status, cancelled.body.status, cancelled.body.balance])
                .toEqual([200, 'cancelled', '0.00']);
            expect((await read(organisation, original.id)).correctives).toHaveLength(100);
        });
});

describe('the dates of the series', () => {
    test('keep their order, unless the caller may backdate', async () => {
        const sales = await organisation.as({ role: 'sales' });
        const asSales = (body: object) =>
            sales('POST', `/invoices/${original.id}/correctives`, { body: { reason: 'Pomyłka', ...body } });
        expect((await asSales({ items: [{ itemId: item(0), quantity: 9 }], issueDate: '2026-11-20' })).status)
            .toBe(201);
        const before = await storedRows(service);

        const refused = await asSales({ items: [{ itemId: item(0), quantity: 8 }], issueDate: '2026-11-19' });

        expect(refused.body)
            .toMatchObject({ status: 409, code: 'ISSUE_DATE_BEFORE_LAST', errors: [{ path: 'issueDate' }] });
        expect(await storedRows(service)).toEqual(before);
        expect((await correct(
            organisation, original.id, { items: [{ itemId: item(0), quantity: 8 }], issueDate: '2026-11-19' }
        )).status).toBe(201);
        expect(await organisation.audit('corrective-2026-11')).toMatchObject({ count: 2, gapless: true });
    });

    test('end today', async () => {
        const before = await storedRows(service);

        const refused = await correct(organisation, original.id, { type: 'full', issueDate: '2026-11-24' });

        expect(refused.body).toMatchObject({
            status: 422, code: 'ISSUE_DATE_IN_FUTURE', errors: [{ path: 'issueDate' }],
            message: expect.stringContaining('must not be after today, 2026-11-23')
        });
        expect(await storedRows(service)).toEqual(before);
        expect((await correct(organisation, original.id, { type: 'full', issueDate: '2026-11-23' })).status).toBe(201);
    });
});

describe('conditions and keys', () => {
    test('a stale If-Match is refused, the present one is taken', async () => {
        expect((await correct(organisation, original.id, { type: 'full' }, { 'if-match': '"1"' })).status).toBe(412);
        expect((await correct(organisation, original.id, { type: 'full' }, { 'if-match': '"2"' })).status).toBe(201);
    });

    test('the same key answers the same corrective; with another body it is refused', async () => {
        const body = { items: [{ itemId: item(0), quantity: '8' }] };
        const first = await correct(organisation, original.id, body, { 'idempotency-key': 'k' });
        const before = await storedRows(service);

        const again = await correct(organisation, original.id, body, { 'idempotency-key': 'k' });
        const other = await correct(organisation, original.id, { type: 'full' }, { 'idempotency-key': 'k' });

        expect(again.status).toBe(201);
        expect(again.text).toBe(first.text);
        expect(again.headers['location']).toBe(first.headers['location']);
        expect(again.text).toBe((await organisation.call('GET', `/invoices/${first.body.id}`)).text);
        expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
        expect(await storedRows(service)).toEqual(before);
    });

    test('a failure half-way stores nothing, and the number goes to the next one', async () => {
        await onDatabase(service.databaseUrl, `
            CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE EXCEPTION 'no entries today'; END $$;
            CREATE TRIGGER refuse_entry BEFORE INSERT
            ON settlement_entry FOR EACH ROW EXECUTE FUNCTION refuse_entry()`);
        const before = await storedRows(service);

        const failed = await correct(organisation, original.id, { type: 'full' }).finally(() =>
            onDatabase(
                service.databaseUrl, 'DROP TRIGGER refuse_entry ON settlement_entry; DROP FUNCTION refuse_entry()'));

        expect(failed.status).toBe(500);
        expect(await storedRows(service)).toEqual(before);
        expect((await correct(organisation, original.id, { type: 'full' })).body.invoiceNumber).toBe('FK/2026/11/0001');
    });
});

describe('the database itself', () => {
    test('takes no more lines for a corrective that is stored', async () => {
        const { body: corrective } = await correct(organisation, original.id, { type: 'full' });
        const copy = `INSERT INTO invoice_line SELECT r.* FROM invoice_line l, jsonb_populate_record(NULL::invoice_line,
            to_jsonb(l) || jsonb_build_object('id', gen_random_uuid(), 'position', 99)) r WHERE l.id = $1`;

        await expect(onDatabase(service.databaseUrl, copy, [corrective.items[0].id]))
            .rejects.toThrow('lines of an issued invoice cannot be changed');
        await expect(onDatabase(service.databaseUrl, copy, [item(0)]))
            .rejects.toThrow('lines of an issued invoice cannot be changed');
    });

    test('lets no corrective be changed or removed', async () => {
        const { body: { id } } = await correct(organisation, original.id, { type: 'full' });

        await expect(onDatabase(service.databaseUrl, `UPDATE invoice SET correction_reason = 'x' WHERE id = $1`, [id]))
            .rejects.toThrow('is issued and cannot be changed');
        await expect(onDatabase(service.databaseUrl, 'DELETE FROM invoice WHERE id = $1', [id]))
            .rejects.toThrow('is not allowed');
        expect((await organisation.call('DELETE', `/invoices/${id}`)).status).toBe(409);
    });
});
