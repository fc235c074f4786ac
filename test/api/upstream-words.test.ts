import { describe, expect, test } from '@jest/globals';
import { contactId, productId, quoteId, serviceId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenItem } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ env: { LOG_LEVEL: 'debug' } });
const organisation = useOrganisation(service);

/** Words of an upstream that may be somebody's: a name and an e-mail address. */
const person = 'Hermenegilda Kociubińska, hermenegilda@example.com';
const secret = /hermenegilda|kociubi/i;

const draft = (body: object) => organisation.call('POST', '/invoices', { body });
const calls = {
    contacts: () => draft({ contactId: contactId(1), items: [givenItem()] }),
    products: () => draft({ items: [{ itemType: 'product', productId: productId(1), quantity: 1 }] }),
    services: () => draft({ items: [{ itemType: 'service', serviceId: serviceId(1), quantity: 1 }] }),
    quotes: () => organisation.call('POST', '/invoices/from-quote', { body: { quoteId: quoteId(1) } }),
    nbp: () => draft({
        currency: 'EUR', customerName: 'Anna', customerAddress: 'Polna 1', items: [givenItem()], issue: true
    })
};
const ids = { contacts: contactId(1), products: productId(1), services: serviceId(1), quotes: quoteId(1), nbp: 'eur' };

/** All that leaves the service: its answer, its log, its metrics and its events. */
async function whatIsTold(answer: string): Promise<string> {
    const metrics = await service.dependencies.metrics.registry.metrics();
    const { text } = await organisation.call('GET', '/events');
    return [answer, JSON.stringify(service.lines), metrics, text].join('\n');
}

describe.each(['contacts', 'products', 'services', 'quotes', 'nbp'] as const)('the words of %s', (name) => {
    test.each([
        [400, { message: person }], [401, { message: person }], [403, { message: [person] }],
        [404, { message: `Cannot GET /${person}` }], [404, { message: person }], [409, { message: person }],
        [422, { message: person, error: person }], [429, { message: person }], [500, { message: person }],
        [503, { message: person }], [302, { message: person }], [200, { id: person, message: person }],
        [200, { [person]: person }], [200, [person]]
    ])('of an answer %i %j are told to nobody', async (status, body) => {
        service.standins.control[name].fail(ids[name], { refusal: { status, body } });

        const answer = await calls[name]();

        expect(service.standins.control[name].calls()).toBeGreaterThan(0);
        expect(await whatIsTold(answer.text)).not.toMatch(secret);
    });

    test('that are no JSON, or have no end, are told to nobody', async () => {
        const answerWith = (status: number, text: string) =>
            service.standins.control[name].fail(ids[name], { refusal: { status, body: Buffer.from(text) } });
        answerWith(200, person);
        const plain = await calls[name]();
        answerWith(422, `{"a":${person}`);
        const broken = await calls[name]();

        expect(await whatIsTold(plain.text + broken.text)).not.toMatch(secret);
    });
});

test.each([
    [401, 'contacts-service refused the call with status 401'],
    [422, 'contacts-service refused the call with status 422']
])('a refusal with %i is told by its status', async (status, detail) => {
    service.standins.control.contacts.fail(contactId(1), { refusal: { status, body: { message: person } } });

    const { body } = await calls.contacts();

    expect(body).toMatchObject({ status: 502, code: 'UPSTREAM_REJECTED', detail });
    expect(service.lines).toContainEqual(expect.objectContaining({ code: 'UPSTREAM_REJECTED' }));
});

test('a missing route is told as a wrong URL', async () => {
    service.standins.control.contacts.fail(
        contactId(1), { refusal: { status: 404, body: { message: `Cannot GET /${person}` } } });

    expect((await calls.contacts()).body).toMatchObject({
        status: 502, code: 'UPSTREAM_MISCONFIGURED',
        detail: 'The URL of contacts-service is set wrongly: it knows no such route (404)'
    });
});
