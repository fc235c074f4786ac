import { describe, expect, test } from '@jest/globals';
import { productId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenLock } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem, givenService } from '../support/given-service.ts';
import { givenClock } from '../support/given-server.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const hourMs = 3_600_000;

// A Tuesday.
const clock = givenClock('2026-12-01T10:15:00.000Z');
const service = useService({ clock });
const organisation = useOrganisation(service);

describe('dates of an issued invoice', () => {
    test('the dates of the draft are kept', async () => {
        const issued = await organisation
            .issued({ issueDate: '2026-11-25', saleDate: '2026-11-20', dueDate: '2026-11-30' });

        expect(issued).toMatchObject({ issueDate: '2026-11-25', saleDate: '2026-11-20', dueDate: '2026-11-30' });
    });

    test('the issuer\'s date goes before the draft\'s, and what the draft leaves open follows it', async () => {
        const issued = await organisation.issued({ issueDate: '2026-11-24' }, { issueDate: '2026-11-30' });

        expect(issued).toMatchObject({ issueDate: '2026-11-30', saleDate: '2026-11-30', dueDate: '2026-12-14' });
    });

    test.each([
        [7, '2026-12-01'], ['30 dni', '2026-12-24'], [0, '2026-11-24'], ['po odbiorze', '2026-12-08'],
        ['Przelew 30 dni', '2026-12-24'], ['Płatność w terminie 30 dni od daty wystawienia faktury', '2026-12-24'],
        ['Payment due within 30 days of invoice date', '2026-12-24'], ['30 days net', '2026-12-24'],
        ['30 dni od końca miesiąca', '2026-12-30'], ['2% 10 days, net 30', '2026-12-08'],
        ['30 dni netto', '2026-12-24'], ['Net 30', '2026-12-24'], ['60 dni od końca miesiąca', '2027-01-29'],
        ['do końca miesiąca', '2026-11-30']
    ])('payment terms %j make the due date %s', async (paymentTerms, dueDate) => {
        const issued = await organisation.issued({ issueDate: '2026-11-24', paymentTerms });

        expect(issued.dueDate).toBe(dueDate);
    });

    test.each([
        ['30 dni', '2026-12-24', 201], ['Przelew 30 dni', '2026-12-08', 400], ['po odbiorze', '2026-12-08', 201],
        ['30 dni od końca miesiąca', '2026-12-30', 201], ['30 dni od końca miesiąca', '2026-12-24', 400]
    ])('payment terms %j beside the due date %s are answered %i', async (paymentTerms, dueDate, expected) => {
        const { status, body } = await organisation.call('POST', '/invoices',
            { body: { customerName: 'Anna', issueDate: '2026-11-24', paymentTerms, dueDate } });

        expect(status).toBe(expected);
        expect(body.errors?.map(({ path }: { path: string }) => path))
            .toEqual(expected === 400 ? ['dueDate', 'paymentTerms'] : undefined);
        expect(expected === 201 || (body.message.includes(dueDate) && body.message.includes(paymentTerms))).toBe(true);
    });

    test.each(['400 dni', 'Przelew 366 dni', '366', 366])(
        'payment terms %j are refused by name: no due date may be as late', async (paymentTerms) => {
            const { status, body } = await organisation.call('POST', '/invoices',
                { body: { customerName: 'Anna', paymentTerms } });

            expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([400, ['paymentTerms']]);
            expect(body.message).toMatch(/^paymentTerms must .*365/);
        });

    test('a due date half a year after terms of 14 days is 400', async () => {
        const { status, body } = await organisation.call('POST', '/invoices',
            { body: { customerName: 'Anna', issueDate: '2026-11-24', paymentTerms: '14 dni', dueDate: '2027-05-31' } });

        expect([status, body.message]).toEqual([400, expect.stringContaining('which make it 2026-12-08')]);
    });

    test('a due date that contradicts the terms is refused when the issue date is known, and can be taken out',
        async () => {
            const draft = await organisation.draft({ paymentTerms: 'Przelew 30 dni', dueDate: '2026-12-23' });

            const refused = await organisation.issue(draft.id, { issueDate: '2026-11-24' });
            await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { dueDate: null } });
            const issued = await organisation.issue(draft.id, { issueDate: '2026-11-24' });

            expect([refused.status, refused.body.code]).toEqual([400, 'VALIDATION_FAILED']);
            expect(refused.body.message).toBe('dueDate 2026-12-23 contradicts paymentTerms "Przelew 30 dni", which '
                + 'make it 2026-12-24 for the issue date 2026-11-24: change one of them, or leave dueDate out; '
                + 'paymentTerms "Przelew 30 dni" contradict dueDate 2026-12-23');
            expect([issued.status, issued.body.dueDate]).toEqual([200, '2026-12-24']);
        });

    test('without terms the organisation\'s own are taken, over the end of a year', async () => {
        await organisation.profile({ paymentTermsDays: 45 });

        const issued = await organisation.issued({ issueDate: '2026-11-30' });

        expect(issued.dueDate).toBe('2027-01-14');
    });

    test('a due date before the issuer\'s date is refused by name', async () => {
        const draft = await organisation.draft({ dueDate: '2026-11-25' });

        const answer = await organisation.issue(draft.id, { issueDate: '2026-11-26' });

        expect(answer.status).toBe(400);
        expect(answer.body.errors).toEqual([expect.objectContaining({ path: 'dueDate' })]);
    });

    test('shortly before midnight the date is that of the seller\'s own time zone', async () => {
        const late = await givenService({ clock: givenClock('2026-11-30T23:30:00.000Z') });
        const ofLate = await givenOrganisation(late);

        const issued = await ofLate.issued().finally(() => late.close());

        expect(issued).toMatchObject({ issueDate: '2026-12-01', invoiceNumber: 'FV/2026/12/0001' });
    });
});

describe('the order of dates in a series', () => {
    test('without invoices:backdate a date before the last one is refused, naming the last one, and no number is used',
        async () => {
            await organisation.issued({ issueDate: '2026-11-20' });
            const draft = await organisation.draft({ issueDate: '2026-11-19' });
            const user = await organisation.as({ role: 'user' });

            const answer = await user('POST', `/invoices/${draft.id}/issue`);

            expect(answer.status).toBe(409);
            expect(answer.body).toMatchObject({ code: 'ISSUE_DATE_BEFORE_LAST', errors: [{ path: 'issueDate' }] });
            expect(answer.body.message).toContain('2026-11-20');
            expect((await organisation.issued({ issueDate: '2026-11-20' })).invoiceNumber).toBe('FV/2026/11/0002');
        });

    test('the same date and a later one are taken without invoices:backdate', async () => {
        const user = await organisation.as({ role: 'user' });
        const drafts = await Promise.all(['2026-11-20', '2026-11-20', '2026-11-21'].map((issueDate) =>
            organisation.draft({ issueDate })));

        const statuses: number[] = [];
        for (const { id } of drafts) statuses.push((await user('POST', `/invoices/${id}/issue`)).status);

        expect(statuses).toEqual([200, 200, 200]);
    });

    test('with invoices:backdate an earlier date is taken, shown as an order violation, and the last date stays',
        async () => {
            await organisation.issued({ issueDate: '2026-11-20' });

            const backdated = await organisation.issued({ issueDate: '2026-11-19' });

            expect(backdated.invoiceNumber).toBe('FV/2026/11/0002');
            expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({
                count: 2, gapless: true,
                orderViolations: [{ invoiceNumber: 'FV/2026/11/0002', issueDate: '2026-11-19', after: '2026-11-20' }]
            });
            expect((await organisation.call('GET', '/invoices/numbering')).body.data[0].lastIssueDate)
                .toBe('2026-11-20');
            const user = await organisation.as({ role: 'user' });
            expect((
                await user('POST', `/invoices/${(await organisation.draft({ issueDate: '2026-11-19' })).id}/issue`)
            ).status).toBe(409);
        });

    test('each invoice out of order is shown, not only the first behind the latest', async () => {
        await organisation.issued({ issueDate: '2026-11-20' });
        await organisation.issued({ issueDate: '2026-11-10' });
        await organisation.issued({ issueDate: '2026-11-15' });

        const { orderViolations } = await organisation.audit('vat_invoice-2026-11');

        expect(orderViolations.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber))
            .toEqual(['FV/2026/11/0002', 'FV/2026/11/0003']);
    });

    test(
        'when forty drafts of four dates are issued at once without invoices:backdate, the dates grow with the numbers',
        async () => {
            const user = await organisation.as({ role: 'user' });
            const dates = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'];
            const drafts = await Promise.all(Array.from(
                { length: 40 }, (_, index) => organisation.draft({ issueDate: dates[index % dates.length] })));

            const answers = await Promise.all(drafts.map(({ id }) => user('POST', `/invoices/${id}/issue`)));

            const issued = answers.filter(({ status }) => status === 200);
            expect(issued.length).toBeGreaterThanOrEqual(10);
            expect(new Set(answers.map(({ status, body }) => status === 200 ? 'issued' : body.code)))
                .toEqual(new Set(issued.length === 40 ? ['issued'] : ['issued', 'ISSUE_DATE_BEFORE_LAST']));
            expect(await organisation.audit('vat_invoice-2026-11'))
                .toMatchObject({ count: issued.length, orderViolations: [], gapless: true });
        });

    test('a refusal names the last date also when the series was begun a moment ago by another request', async () => {
        const draft = await organisation.draft({ issueDate: '2026-11-19' });
        const user = await organisation.as({ role: 'user' });
        const lock = await givenLock(service.databaseUrl, `
            INSERT INTO numbering_series (organisation_id, id, invoice_type, period, last_number, last_issue_date)
            VALUES ($1, 'vat_invoice-2026-11', 'vat_invoice', '2026-11', 1, '2026-11-22')`, [organisation.id]);
        const waiting = user('POST', `/invoices/${draft.id}/issue`);
        await lock.held(1);
        await lock.release();

        const answer = await waiting;

        expect(answer.status).toBe(409);
        expect(answer.body.message).toContain('2026-11-22');
    });
});

describe('prices that are too old', () => {
    async function givenPricedDraft() {
        return organisation
            .draft({ items: [givenItem(), { itemType: 'product', productId: productId(1), quantity: '2' }] });
    }

    test('at the limit of 24 hours a price is issued', async () => {
        const draft = await givenPricedDraft();
        clock.pass(24 * hourMs);

        expect((await organisation.issue(draft.id)).status).toBe(200);
    });

    test('past the limit they are refused by line, and a price of the caller\'s own is not among them', async () => {
        const draft = await givenPricedDraft();
        clock.pass(24 * hourMs + 1);

        const answer = await organisation.issue(draft.id);

        expect(answer.status).toBe(409);
        expect(answer.body).toMatchObject({ code: 'PRICE_TOO_OLD', errors: [{ path: 'items[1]' }] });
        expect(answer.body.errors).toHaveLength(1);
        expect(answer.body.message).toContain('items[1]');
    });

    test('past the limit they are issued with keepPrices, unchanged', async () => {
        const draft = await givenPricedDraft();
        clock.pass(25 * hourMs);

        const issued = await organisation.issue(draft.id, { keepPrices: true });

        expect(issued.status).toBe(200);
        expect(issued.body.items).toEqual(draft.items);
    });

    test('past the limit they are issued after recalculate', async () => {
        const draft = await givenPricedDraft();
        clock.pass(25 * hourMs);

        const recalculated = await organisation.call('POST', `/invoices/${draft.id}/recalculate`);

        expect(recalculated.status).toBe(200);
        expect((await organisation.issue(draft.id)).status).toBe(200);
    });
});
