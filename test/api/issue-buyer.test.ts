import { expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { eventually } from '../support/eventually.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { useService } from '../support/use-service.ts';

const service = useService();

test('a draft made while contacts-service was down is issued with the buyer that contacts-service knows', async () => {
    const organisation = await givenOrganisation(service);
    service.standins.control.contacts.set({ failure: 'error500' });
    const draft = await organisation.draft({ contactId: contactId(3), customerName: 'Nazwa od wywołującego' });
    service.standins.control.contacts.reset();

    // The breaker may still be open; a 503 takes no number.
    const issued = await eventually(
        'an answer but 503', () => organisation.issue(draft.id), { every: 250, until: ({ status }) => status !== 503 });

    expect(draft).toMatchObject({ customerNIP: null, customerAddress: null });
    expect(issued.body).toMatchObject({
        status: 'issued', customerName: 'Nazwa od wywołującego', customerNIP: expect.stringMatching(/^\d{10}$/)
    });
    expect(issued.body.customerAddress).not.toBeNull();
    expect((await organisation.call('GET', `/invoices/${draft.id}`)).text).toBe(issued.text);
    expect((await organisation.call('GET', `/invoices?search=${issued.body.customerNIP}`)).body.data).toHaveLength(1);
});

test('while contacts-service is down, such a draft is not issued and takes no number', async () => {
    const organisation = await givenOrganisation(service);
    service.standins.control.contacts.set({ failure: 'error500' });
    const draft = await organisation.draft({ contactId: contactId(4), customerName: 'Nazwa od wywołującego' });

    const refused = await organisation.issue(draft.id);

    expect([refused.status, refused.body.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    expect((await organisation.call('GET', '/invoices/numbering')).body.data).toEqual([]);
});
