import { describe, expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { completeSeller, givenItem } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const organisation = useOrganisation(service);

const cancelledNow = `cancelled_at = now(), cancellation_date = current_date, cancellation_reason = 'Pomyłka'`;

function eventsOf(invoiceId: string) {
    return service.dependencies.database.prisma.outboxEvent.findMany({ where: { invoiceId } });
}

describe('issuing', () => {
    test('a draft gets number, dates and seller, one event and one audit entry', async () => {
        const draft = await organisation.draft({ notes: 'Pilne' });

        const issued = await organisation.issue(draft.id);

        expect(issued.status).toBe(200);
        expect(issued.headers['etag']).toMatch(/^"2\./);
        expect(issued.body).toMatchObject({
            id: draft.id, status: 'issued', paymentStatus: 'pending', invoiceNumber: 'FV/2026/11/0001',
            issueDate: '2026-11-23', saleDate: '2026-11-23', dueDate: '2026-12-07',
            issuedAt: '2026-11-23T10:15:00.000Z', totalNet: '100.00', totalVAT: '23.00',
            totalGross: '123.00', notes: 'Pilne', seller: completeSeller
        });
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body).toEqual(issued.body);
        const events = await eventsOf(draft.id);
        expect(events).toHaveLength(1);
        expect(events[0]).toMatchObject({
            type: 'invoice.issued', organisationId: organisation.id,
            payload: { id: draft.id, invoiceNumber: 'FV/2026/11/0001' }
        });
        const { data } = (await organisation.call('GET', `/invoices/${draft.id}/history`)).body;
        expect(data).toHaveLength(2);
        expect(data[1]).toMatchObject({
            action: 'invoice.issued', actor: 'user-1', before: { status: 'draft' },
            after: { status: 'issued', invoiceNumber: 'FV/2026/11/0001' }
        });
    });

    test('the event carries the invoice as it is answered', async () => {
        const issued = await organisation.issued();

        const { overdue, ...document } = issued;
        expect((await eventsOf(issued.id))[0]?.payload).toEqual(document);
        expect(overdue).toBe(false);
    });

    test('an invoice that is issued a second time is answered as it is, with one number and one event', async () => {
        const draft = await organisation.draft();
        const first = await organisation.issue(draft.id);

        const second = await organisation.issue(draft.id, { issueDate: '2026-11-20' });

        expect(second.status).toBe(200);
        expect(second.text).toBe(first.text);
        expect(second.headers['etag']).toBe(first.headers['etag']);
        expect(await eventsOf(draft.id)).toHaveLength(1);
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ count: 1, gapless: true });
    });

    test('when two users issue the same draft at once, both get the same number and one of them is in the history',
        async () => {
            const draft = await organisation.draft();
            const callers = await Promise.all([
                organisation.as({ sub: 'user-1' }), organisation.as({ sub: 'user-2', role: 'user' })
            ]);

            const answers = await Promise.all(callers.map((call) => call('POST', `/invoices/${draft.id}/issue`)));

            expect(answers.map(({ status }) => status)).toEqual([200, 200]);
            expect(answers[0]?.text).toBe(answers[1]?.text);
            const { data } = (await organisation.call('GET', `/invoices/${draft.id}/history`)).body;
            expect(data.map(({ action }: { action: string }) => action)).toEqual(['invoice.drafted', 'invoice.issued']);
            expect(['user-1', 'user-2']).toContain(data[1].actor);
        });

    test('when twenty requests issue the same draft at once, all get the same number and one event is written',
        async () => {
            const draft = await organisation.draft();

            const answers = await Promise.all(Array.from({ length: 20 }, () => organisation.issue(draft.id)));

            expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
            expect(new Set(answers.map(({ body }) => body.invoiceNumber))).toEqual(new Set(['FV/2026/11/0001']));
            expect(await eventsOf(draft.id)).toHaveLength(1);
        });

    test('when fifty drafts are issued at once, their numbers are 1 to 50 without gap or duplicate', async () => {
        const drafts = await Promise.all(Array.from({ length: 50 }, () => organisation.draft()));

        const answers = await Promise.all(drafts.map(({ id }) => organisation.issue(id)));

        expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
        const numbers = answers.map(({ body }) => body.invoiceNumber).sort();
        expect(numbers).toEqual(Array.from(
            { length: 50 }, (_, index) => `FV/2026/11/${String(index + 1).padStart(4, '0')}`));
        expect(await organisation.audit('vat_invoice-2026-11')).toEqual({
            series: 'vat_invoice-2026-11', firstNumber: 1, first: 'FV/2026/11/0001', last: 'FV/2026/11/0050', count: 50,
            gaps: [], duplicates: [], orderViolations: [], gapless: true,
            chain: expect.objectContaining({ verified: true, documents: 50, withoutHash: 0 })
        });
    });

    test(
        'while a draft is edited and issued at once, the invoice is one of the two states and its event tells the same',
        async () => {
            const draft = await organisation.draft();

            const [edited, issued] = await Promise.all([
                organisation.call(
                    'PATCH', `/invoices/${draft.id}`, { body: { items: [givenItem({ unitPriceNet: '200.00' })] } }),
                organisation.issue(draft.id)
            ]);

            expect(issued.status).toBe(200);
            expect(edited.status === 200 ? '246.00' : '123.00').toBe(issued.body.totalGross);
            expect([200, 409]).toContain(edited.status);
            expect((await eventsOf(draft.id))[0]?.payload).toMatchObject({ totalGross: issued.body.totalGross });
        });

    test('an issue that fails half-way stores nothing and its number goes to the next one', async () => {
        await organisation.issued();
        const draft = await organisation.draft();
        await onDatabase(service.databaseUrl, `
            CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE EXCEPTION 'the outbox is full'; END $$;
            CREATE TRIGGER refuse_event BEFORE INSERT ON outbox_event FOR EACH ROW EXECUTE FUNCTION refuse_event()`);

        const failed = await organisation.issue(draft.id).finally(() =>
            onDatabase(service.databaseUrl, 'DROP TRIGGER refuse_event ON outbox_event; DROP FUNCTION refuse_event()'));

        expect(failed.status).toBe(500);
        expect(failed.text).not.toContain('outbox is full');
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body).toEqual(draft);
        expect((await organisation.call('GET', `/invoices/${draft.id}/history`)).body.data).toHaveLength(1);
        expect((await organisation.issue(draft.id)).body.invoiceNumber).toBe('FV/2026/11/0002');
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ count: 2, gapless: true });
    });
});

describe('what is not issued', () => {
    test('a draft without lines is refused by name', async () => {
        const draft = await organisation.draft({ items: [] });

        const answer = await organisation.issue(draft.id);

        expect(answer.status).toBe(422);
        expect(answer.body).toMatchObject({ code: 'INVOICE_HAS_NO_LINES', errors: [{ path: 'items' }] });
    });

    test('an incomplete seller is refused, naming each field that is missing', async () => {
        await organisation.profile({ nip: null, city: null });
        const draft = await organisation.draft();

        const answer = await organisation.issue(draft.id);

        expect(answer.status).toBe(422);
        expect(answer.body).toMatchObject({
            code: 'SELLER_INCOMPLETE', errors: [{ path: 'organisation.nip' }, { path: 'organisation.city' }]
        });
        expect(answer.body.message).toContain('nip, city');
        await organisation.profile({});
        expect((await organisation.issue(draft.id)).body.invoiceNumber).toBe('FV/2026/11/0001');
    });

    test('an organisation that never told its profile can draft, and is told everything that issuing needs',
        async () => {
            await organisation.profile({ legalName: null, nip: null, street: null, postalCode: null, city: null });
            const draft = await organisation.draft();

            const answer = await organisation.issue(draft.id);

            expect(answer.body.errors.map(({ path }: { path: string }) => path))
                .toEqual(['legalName', 'nip', 'street', 'postalCode', 'city'].map((field) => `organisation.${field}`));
        });

    test('an invoice that names no buyer is refused by name', async () => {
        const draft = await organisation.draft({ customerName: null });

        const answer = await organisation.issue(draft.id);

        expect(answer.status).toBe(422);
        expect(answer.body).toMatchObject({
            code: 'BUYER_INCOMPLETE', errors: [{ path: 'customerName' }, { path: 'customerAddress' }]
        });
    });

    test('a cancelled draft is not issued, and gets no number', async () => {
        const draft = await organisation.draft();
        await onDatabase(
            service.databaseUrl, `UPDATE invoice SET status = 'cancelled', ${cancelledNow} WHERE id = $1`, [draft.id]);

        const answer = await organisation.issue(draft.id);

        expect(answer.status).toBe(409);
        expect(answer.body.code).toBe('INVOICE_NOT_DRAFT');
        expect((await organisation.call('GET', '/invoices/numbering')).body.data).toEqual([]);
    });

    test.each([
        'sent', 'paid', 'cancelled'
    ])('an invoice that was issued and is %s is answered as it is', async (status) => {
        const { id } = await organisation.issued();
        await onDatabase(service.databaseUrl, `UPDATE invoice
            SET status = $2 ${status === 'cancelled' ? `, ${cancelledNow}` : ''} WHERE id = $1`, [id, status]);

        const answer = await organisation.issue(id);

        expect(answer.status).toBe(200);
        expect(answer.body).toMatchObject({ status, invoiceNumber: 'FV/2026/11/0001' });
        expect(await eventsOf(id)).toHaveLength(1);
    });

    test('an invoice of another organisation does not exist', async () => {
        const other = await givenOrganisation(service);
        const draft = await organisation.draft();

        const answer = await other.issue(draft.id);

        expect(answer.status).toBe(404);
        expect(answer.body.code).toBe('INVOICE_NOT_FOUND');
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.status).toBe('draft');
    });

    test('a caller without invoices:issue is refused', async () => {
        const draft = await organisation.draft();
        const viewer = await organisation.as({ role: 'viewer' });

        const answer = await viewer('POST', `/invoices/${draft.id}/issue`);

        expect(answer.status).toBe(403);
    });

    test.each([
        ['issueDate', { issueDate: '2026-02-30' }], ['keepPrices', { keepPrices: 'yes' }],
        ['invoiceNumber', { invoiceNumber: 'FV/1' }]
    ])('a body with a wrong %s is refused by name, and nothing is issued', async (path, body) => {
        const draft = await organisation.draft();

        const answer = await organisation.issue(draft.id, body);

        expect(answer.status).toBe(400);
        expect(answer.body.errors[0].path).toBe(path);
        expect((await organisation.call('GET', `/invoices/${draft.id}`)).body.status).toBe('draft');
    });
});

describe('what an issued invoice keeps', () => {
    test('the seller as it was, although the profile changes afterwards', async () => {
        const issued = await organisation.issued();

        await organisation.profile({ legalName: 'Nowa Nazwa S.A.', city: 'Gdynia' });

        expect((await organisation.call('GET', `/invoices/${issued.id}`)).body).toEqual(issued);
        expect((await organisation.issued()).seller).toMatchObject({ legalName: 'Nowa Nazwa S.A.', city: 'Gdynia' });
    });

    test('the buyer as contacts-service knew it, although it answers nothing any more', async () => {
        const issued = await organisation.issued({ customerName: undefined, contactId: contactId(1) });
        service.standins.control.contacts.set({ failure: 'error500' });

        const read = await organisation.call('GET', `/invoices/${issued.id}`).finally(() =>
            service.standins.control.contacts.reset());

        expect(issued).toMatchObject({ customerName: 'Podłogi Przykładowe Sp. z o.o.', customerNIP: '9990001019' });
        expect(read.body).toEqual(issued);
    });

    test('the totals under the rounding model that the draft was shown with', async () => {
        await organisation.profile({ roundingModel: 'per_line' });
        const draft = await organisation.draft({ items: Array.from(
            { length: 3 }, () => givenItem({ unitPriceNet: '0.15', vatRate: 23 })) });
        await organisation.profile({ roundingModel: 'per_rate' });

        const issued = await organisation.issue(draft.id);

        expect(issued.body)
            .toMatchObject({ roundingModel: 'per_line', totalVAT: draft.totalVAT, totalGross: draft.totalGross });
    });
});
