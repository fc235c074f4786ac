import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { givenDraft, givenSeller, givenService, type GivenService } from '../support/given-service.ts';

let service: GivenService;
beforeAll(async () => {
    service = await givenService();
    await givenSeller(service);
});
afterAll(() => service.close());

describe('issuing', () => {
    test('when fifty drafts are issued at once, their numbers are 1 to 50 without gap or duplicate', async () => {
        const drafts = await Promise.all(Array.from({ length: 50 }, () => givenDraft(service)));

        const answers = await Promise.all(drafts.map(({ id }) => service.call('POST', `/invoices/${id}/issue`)));

        expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
        const series = (await service.call('GET', '/invoices/numbering')).body.data[0].id;
        const audit = (await service.call('GET', `/invoices/numbering/${series}/audit`)).body;
        expect(audit).toMatchObject({ count: 50, gaps: [], duplicates: [], orderViolations: [], gapless: true });
        expect(new Set(answers.map(({ body }) => body.invoiceNumber)).size).toBe(50);
    });

    test('when twenty requests issue the same draft at once, all get the same number and one event is written', async () => {
        const draft = await givenDraft(service);

        const answers = await Promise.all(Array.from({ length: 20 }, () => service.call('POST', `/invoices/${draft.id}/issue`)));

        expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
        expect(new Set(answers.map(({ body }) => body.invoiceNumber)).size).toBe(1);
        const events = await service.services.database.prisma.outboxEvent.findMany({ where: { invoiceId: draft.id } });
        expect(events.map(({ type }) => type)).toEqual(['invoice.issued']);
        expect(events[0]?.payload).toMatchObject({ invoiceNumber: answers[0]?.body.invoiceNumber });
    });
});
