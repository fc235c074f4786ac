import { describe, expect, test } from '@jest/globals';
import { contactId, quoteId } from '../../app/dev/standins/catalogue/ids.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { givenItem } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

const service = useService({ env: { UPSTREAM_TIMEOUT_MS: '1000' } });
const without = useService({ env: { QUOTES_SERVICE_URL: '' } });

function fromQuote({ call }: Pick<GivenOrganisation, 'call'>, body: object) {
    return call('POST', '/invoices/from-quote', { body });
}

describe('a quote that a draft names', () => {
    /** The ways of naming a quote, beside `POST /invoices/from-quote`. */
    const ways = {
        create: (organisation: GivenOrganisation, fields: object) =>
            organisation.call('POST', '/invoices', { body: { items: [givenItem()], ...fields } }),
        edit: async (organisation: GivenOrganisation, fields: object) =>
            organisation.call('PATCH', `/invoices/${(await organisation.draft()).id}`, { body: fields }),
        bulk: (organisation: GivenOrganisation, fields: object) => organisation.call(
            'POST', '/invoices/bulk/create', { body: { invoices: [{ items: [givenItem()], ...fields }] } })
    };
    const named = { quoteId: quoteId(1), contactId: contactId(1) };

    const refusals = [
        { path: 'quoteId', code: 'QUOTE_NOT_FOUND', fields: { ...named, quoteId: quoteId(999) } },
        { path: 'quoteId', code: 'QUOTE_NOT_ACCEPTED', fields: { quoteId: quoteId(4), contactId: contactId(2) } },
        { path: 'contactId', code: 'QUOTE_NOT_INVOICEABLE', fields: { ...named, contactId: contactId(17) } },
        {
            path: 'contactId', code: 'QUOTE_NOT_INVOICEABLE',
            fields: { ...named, contactId: null, customerName: 'Anna' }
        }
    ];

    test.each(Object.entries(ways).flatMap(([way, name]) => refusals.map((refusal) => ({ way, name, ...refusal }))))(
        'by $way is refused at $path with $code, and stays free', async ({ way, name, path, code, fields }) => {
            const organisation = await givenOrganisation(service);

            const { status, body } = await name(organisation, fields);
            const { status: afterwards } = await fromQuote(organisation, { quoteId: quoteId(1) });

            expect([status, body.code, body.errors[0].path])
                .toEqual([422, code, way === 'bulk' ? `invoices[0].${path}` : path]);
            expect(afterwards).toBe(201);
        });

    test.each(Object.entries(ways))('by %s is taken where its contact accepted it', async (_way, name) => {
        const organisation = await givenOrganisation(service);

        const { status } = await name(organisation, named);
        const { status: afterwards } = await fromQuote(organisation, { quoteId: quoteId(1) });

        expect([status < 300, afterwards]).toEqual([true, 409]);
    });

    test('is not asked for again by an edit that leaves it', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft(named);
        const calls = service.standins.control.quotes.calls();

        const { status } = await organisation.call(
            'PATCH', `/invoices/${id}`, { body: { quoteId: quoteId(1), notes: 'Pilne' } });

        expect([status, service.standins.control.quotes.calls()]).toEqual([200, calls]);
    });

    test('is no draft while quotes-service is away', async () => {
        const organisation = await givenOrganisation(service);
        service.standins.control.quotes.set({ failure: 'error500' });

        const { status, body } = await ways.create(organisation, named);

        expect([status, body.code]).toEqual([503, 'UPSTREAM_UNAVAILABLE']);
    });

    test.each(Object.entries(ways))('by %s stays free for others without quotes-service', async (_way, name) => {
        const organisation = await givenOrganisation(without);
        const items = [givenItem()];

        const first = await name(organisation, named);
        const second = await name(organisation, { ...named, contactId: contactId(17) });
        const made = await fromQuote(organisation, { ...named, items });
        const again = await fromQuote(organisation, { ...named, items });

        expect([first.status < 300, second.status < 300, made.status, again.status]).toEqual([true, true, 201, 409]);
    });
});
