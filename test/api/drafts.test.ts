import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { contactId, productId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenDraft, givenItem, givenService, type GivenService } from '../support/given-service.ts';

let service: GivenService;
beforeAll(async () => {
    service = await givenService();
});
afterAll(() => service.close());

describe('drafts', () => {
    test('a draft with items of each kind is priced, totalled and read back the same', async () => {
        const created = await service.call('POST', '/invoices', {
            body: {
                contactId: contactId(1),
                items: [
                    { itemType: 'product', productId: productId(1), quantity: '42.5' },
                    { itemType: 'service', serviceId: serviceId(1), quantity: '33.33', regionalZone: 'krakow' },
                    givenItem()
                ]
            }
        });

        expect(created.status).toBe(201);
        expect(created.headers['location']).toBe(`/invoices/${created.body.id}`);
        expect(created.headers['etag']).toBe('"1"');
        expect(created.body).toMatchObject({ status: 'draft', invoiceNumber: null, paymentStatus: 'pending', currency: 'PLN' });
        expect(created.body.items[1]).toMatchObject({ totalNet: '1823.72', priceSource: { source: 'services-service', stale: false, netPrice: '1823.72' } });
        const read = await service.call('GET', `/invoices/${created.body.id}`);
        expect(read.status).toBe(200);
        expect(read.body).toEqual(created.body);
    });

    test('an edit replaces what is given, empties what is null and leaves the rest', async () => {
        const draft = await givenDraft(service, { notes: 'Pilne', paymentTerms: 14, dueDate: '2026-12-24' });

        const edited = await service.call('PATCH', `/invoices/${draft.id}`, { body: { notes: null, discountPercent: 10 }, headers: { 'if-match': '"1"' } });

        expect(edited.status).toBe(200);
        expect(edited.headers['etag']).toBe('"2"');
        expect(edited.body).toMatchObject({ notes: null, paymentTerms: '14', dueDate: '2026-12-24', totalNet: '90.00', totalVAT: '20.70', totalGross: '110.70' });
    });

    test('a deleted draft is gone, and its history stays', async () => {
        const draft = await givenDraft(service);

        const deleted = await service.call('DELETE', `/invoices/${draft.id}`);

        expect(deleted.status).toBe(204);
        expect((await service.call('GET', `/invoices/${draft.id}`)).status).toBe(404);
        const history = await service.call('GET', `/invoices/${draft.id}/history`);
        expect(history.body.data.map(({ action }: { action: string }) => action)).toEqual(['invoice.drafted', 'invoice.deleted']);
    });
});
