import { beforeEach, describe, expect, test } from '@jest/globals';
import { productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { onDatabase } from '../support/given-lock.ts';
import { paidInFull } from '../support/given-payment.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService();
const organisation = useOrganisation(service);
let issued: Answered['body'];
beforeEach(async () => {
    issued = await organisation.issued();
});

describe('an issued invoice', () => {
    test.each([
        ['edited', 'PATCH', '', { notes: 'Zmiana' }],
        ['edited by an empty body', 'PATCH', '', {}],
        ['deleted', 'DELETE', '', undefined],
        ['recalculated', 'POST', '/recalculate', undefined],
        ['given a custom item', 'POST', '/items/custom',
            { description: 'Transport', quantity: 1, unitPriceNet: '1.00' }],
        ['given a product', 'POST', '/items/product', { productId: productId(1), quantity: 1 }],
        ['given a service', 'POST', '/items/service', { serviceId: serviceId(1), quantity: 1 }]
    ])('cannot be %s', async (_what, method, path, body) => {
        const answer = await organisation.call(
            method, `/invoices/${issued.id}${path}`, body === undefined ? {} : { body });

        expect(answer.status).toBe(409);
        expect(answer.body.code).toBe('INVOICE_NOT_DRAFT');
        expect((await organisation.call('GET', `/invoices/${issued.id}`)).body).toEqual(issued);
    });

    test('keeps the order number that it was issued with, in its event too', async () => {
        const { id } = await organisation.issued({ orderNumber: 'PO-2026-118' });

        const edited = await organisation.call('PATCH', `/invoices/${id}`, { body: { orderNumber: 'PO-2026-119' } });

        expect([edited.status, edited.body.code]).toEqual([409, 'INVOICE_NOT_DRAFT']);
        expect((await organisation.call('GET', `/invoices/${id}`)).body.orderNumber).toBe('PO-2026-118');
        const { outboxEvent } = service.dependencies.database.prisma;
        const event = await outboxEvent.findFirst({ where: { invoiceId: id, type: 'invoice.issued' } });
        expect(event?.payload).toMatchObject({ orderNumber: 'PO-2026-118' });
    });

    test('cannot lose an item', async () => {
        const answer = await organisation.call('DELETE', `/invoices/${issued.id}/items/${issued.items[0].id}`);

        expect(answer.status).toBe(409);
        expect(answer.body.code).toBe('INVOICE_NOT_DRAFT');
        expect((await organisation.call('GET', `/invoices/${issued.id}`)).body).toEqual(issued);
    });

    test('when an edit waits while the draft is issued, the edit is refused and the invoice is as it was issued',
        async () => {
            const draft = await organisation.draft();
            const edits = Array.from({ length: 5 }, (_, index) =>
                organisation.call('PATCH', `/invoices/${draft.id}`,
                    { body: { items: [givenItem({ unitPriceNet: `${index + 1}.00` })] } }));

            const answer = await organisation.issue(draft.id);
            const statuses = (await Promise.all(edits)).map(({ status }) => status);

            expect(answer.status).toBe(200);
            expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
            expect((await organisation.call('GET', `/invoices/${draft.id}`)).text).toBe(answer.text);
        });
});

describe('the database itself', () => {
    test.each([
        ['change its total', 'UPDATE invoice SET total_net = 1, total_vat = 0, total_gross = 1 WHERE id = $1'],
        ['change its number', `UPDATE invoice SET number = 'FV/2026/11/9000' WHERE id = $1`],
        ['change its buyer', `UPDATE invoice SET buyer = '{}' WHERE id = $1`],
        ['change its issue date', `UPDATE invoice SET issue_date = issue_date - 1 WHERE id = $1`],
        ['change its seller', `UPDATE invoice SET seller = seller || '{"nip": "0"}' WHERE id = $1`],
        ['move it to another organisation', `UPDATE invoice SET organisation_id = 'default' WHERE id = $1`],
        ['make it a draft again', `UPDATE invoice SET status = 'draft' WHERE id = $1`],
        ['make it a draft without a number',
            `UPDATE invoice SET status = 'draft', number = NULL, series_id = NULL, series_number = NULL WHERE id = $1`],
        ['delete it', 'DELETE FROM invoice WHERE id = $1'],
        ['change its lines', 'UPDATE invoice_line SET net = 1, vat = 0, gross = 1 WHERE invoice_id = $1'],
        ['delete its lines', 'DELETE FROM invoice_line WHERE invoice_id = $1'],
        ['add a line', `INSERT INTO invoice_line SELECT (jsonb_populate_record(l,
            jsonb_build_object('id', gen_random_uuid(), 'position', 2))).*
            FROM invoice_line l WHERE invoice_id = $1`],
        ['change its VAT breakdown', 'UPDATE invoice_vat SET vat = vat + 1 WHERE invoice_id = $1'],
        ['delete its VAT breakdown', 'DELETE FROM invoice_vat WHERE invoice_id = $1'],
        ['edit its audit entries', `UPDATE audit_entry SET actor = 'nobody' WHERE invoice_id = $1`],
        ['delete its audit entries', 'DELETE FROM audit_entry WHERE invoice_id = $1']
    ])('refuses to %s', async (_what, sql) => {
        const change = onDatabase(service.databaseUrl, sql, [issued.id]);

        await expect(change).rejects.toMatchObject({ code: '23000' });
        expect((await organisation.call('GET', `/invoices/${issued.id}`)).body).toEqual(issued);
    });

    test.each([
        'audit_entry', 'invoice CASCADE', 'invoice_line', 'invoice_vat'
    ])('refuses to empty %s', async (table) => {
        const change = onDatabase(service.databaseUrl, `TRUNCATE ${table}`);

        await expect(change).rejects.toMatchObject({ code: '23000' });
    });

    test('refuses to move a line of a draft to it, and one of its lines to a draft', async () => {
        const draft = await organisation.draft();
        const move = 'UPDATE invoice_line SET invoice_id = $2 WHERE invoice_id = $1';

        await expect(onDatabase(service.databaseUrl, move, [draft.id, issued.id]))
            .rejects.toMatchObject({ code: '23000' });
        await expect(onDatabase(service.databaseUrl, move, [issued.id, draft.id]))
            .rejects.toMatchObject({ code: '23000' });
    });

    test.each([
        ['an issued invoice without a number', `UPDATE invoice SET status = 'issued' WHERE id = $1`],
        ['a draft with a number',
            `UPDATE invoice SET number = 'FV/1', series_id = 's', series_number = 1 WHERE id = $1`],
        ['totals that do not add up', 'UPDATE invoice SET total_gross = total_gross + 1 WHERE id = $1']
    ])('refuses %s', async (_what, sql) => {
        const draft = await organisation.draft();

        await expect(onDatabase(service.databaseUrl, sql, [draft.id])).rejects.toMatchObject({ code: '23514' });
    });

    test('refuses a number or a counter that another invoice of the organisation has', async () => {
        const draft = await organisation.draft();
        const take = (number: string, counter: number) => onDatabase(service.databaseUrl, `
            UPDATE invoice i SET status = 'issued', number = $3, series_id = o.series_id,
                series_number = $4, seller = o.seller,
                issue_date = o.issue_date, issued_at = o.issued_at
            FROM invoice o WHERE i.id = $1 AND o.id = $2`, [draft.id, issued.id, number, counter]);

        await expect(take(issued.invoiceNumber, 2)).rejects.toMatchObject({ code: '23505' });
        await expect(take('FV/2026/11/0002', 1)).rejects.toMatchObject({ code: '23505' });
    });

    test('lets the later life of an invoice be written', async () => {
        await paidInFull(organisation, issued.id);

        expect((await organisation.call('GET', `/invoices/${issued.id}`)).body)
            .toMatchObject({ status: 'paid', paymentStatus: 'paid', balance: '0.00' });
    });
});
