import { describe, expect, test } from '@jest/globals';
import { confirmed, correct } from '../support/given-corrective.ts';
import { givenClock } from '../support/given-server.ts';
import { givenBuyer, givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

// Monday.
const service = useService({ clock: givenClock('2026-11-23T10:15:00.000Z') });
const organisation = useOrganisation(service);

const german = 'DE136695976';
const northernIrish = 'XI151308443';
const greek = 'EL094259216';
const polish = '1234563218';
const intraCommunity = givenItem({ vatRate: 0, vatCategory: 'K' });

/** Code, path and code of the first fault of a refusal; the status of a success. */
const outcome = ({ status, body }: Answered) =>
    (status < 300 ? status : [status, body.code, body.errors[0].path, body.errors[0].code]);

/** Codes and paths of the warnings of an answer. */
const warningsOf = (body: Answered['body']) =>
    (body.warnings ?? []).map(({ code, path }: { code: string; path: string }) => `${code} ${path}`);

/** A draft of one item, its warnings, and the outcome of issuing it. */
async function tried(fields: Readonly<Record<string, unknown>>) {
    const draft = await organisation.draft(fields);
    return { warnings: warningsOf(draft), issued: outcome(await organisation.issue(draft.id)) };
}

describe('a VAT rate', () => {
    test.each([23, '23.00', 8, 5])('of %s is in force in Poland', async (vatRate) => {
        expect(await tried({ items: [givenItem({ vatRate })] })).toEqual({ warnings: [], issued: 200 });
    });

    test.each([22, 7, 6, 3, 0.01, 99.5, '5.5', 100])(
        'of %s is not: a warning in a draft, 422 at issue', async (vatRate) => {
            expect(await tried({ items: [givenItem(), givenItem({ vatRate })] })).toEqual({
                warnings: ['VAT_RATE_NOT_IN_FORCE items[1].vatRate'],
                issued: [422, 'VAT_RATE_NOT_IN_FORCE', 'items[1].vatRate', 'VAT_RATE_NOT_IN_FORCE']
            });
        });

    test('is one of the organisation where it has set its own', async () => {
        await organisation.profile({ vatRates: ['4', '23.00', 5.5] });

        expect([
            await tried({ items: [givenItem({ vatRate: 4 }), givenItem({ vatRate: '5.50' }), givenItem()] }),
            (await tried({ items: [givenItem({ vatRate: 8 })] })).issued
        ]).toEqual([
            { warnings: [], issued: 200 },
            [422, 'VAT_RATE_NOT_IN_FORCE', 'items[0].vatRate', 'VAT_RATE_NOT_IN_FORCE']
        ]);
    });

    test('of a seller in a country whose rates are not known is taken, unless the organisation names them', async () => {
        await organisation.profile({ country: 'DE', vatId: german });
        expect((await tried({ items: [givenItem({ vatRate: 19 })] })).issued).toBe(200);

        await organisation.profile({ country: 'DE', vatId: german, vatRates: ['19', '7'] });
        expect((await tried({ items: [givenItem({ vatRate: 16 })] })).issued)
            .toEqual([422, 'VAT_RATE_NOT_IN_FORCE', 'items[0].vatRate', 'VAT_RATE_NOT_IN_FORCE']);
    });

    test('of many items is one warning, and each is named at the issue', async () => {
        const draft = await organisation.draft({ items: Array.from({ length: 40 }, () => givenItem({ vatRate: 22 })) });
        const { body } = await organisation.issue(draft.id);

        expect(warningsOf(draft)).toEqual(['VAT_RATE_NOT_IN_FORCE items[0].vatRate']);
        expect(draft.warnings[0].message).toContain('the same of 39 more');
        expect(body.errors).toHaveLength(40);
        expect(body.message).toContain('23, 8, 5');
    });
});

describe('a warning of a draft', () => {
    test('is in the answer of each call that makes or changes it, and in no other', async () => {
        const { call } = organisation;
        const wrong = 'VAT_RATE_NOT_IN_FORCE items[0].vatRate';
        const draft = await organisation.draft({ items: [givenItem({ vatRate: 22 })] });
        const url = `/invoices/${draft.id}`;
        const added = await call('POST', `${url}/items/custom`, {
            body: { description: 'Transport', quantity: 1, unitPriceNet: 10 }
        });
        const edited = await call('PATCH', url, { body: { notes: 'Pilne' } });
        const recalculated = await call('POST', `${url}/recalculate`);
        const [row] = (await call('POST', '/invoices/bulk/create', {
            body: { invoices: [{ ...givenBuyer({}), items: [givenItem({ vatRate: 22 })] }] }
        })).body.results;
        const mended = await call('PATCH', url, { body: { items: [givenItem()] } });

        expect([draft, added.body, edited.body, recalculated.body, row].map(warningsOf))
            .toEqual([[wrong], [wrong], [wrong], [wrong], [wrong]]);
        expect([warningsOf(mended.body), warningsOf((await call('GET', url)).body)]).toEqual([[], []]);
    });
});

describe('an intra-Community supply', () => {
    test.each([german, northernIrish, greek, 'GR094259216'])('to %s is issued', async (customerNIP) => {
        expect(await tried({ customerNIP, items: [intraCommunity] })).toEqual({ warnings: [], issued: 200 });
    });

    test('to a Greek number that was written with GR shows it with EL', async () => {
        expect((await organisation.draft({ customerNIP: 'GR094259216' })).customerNIP).toBe(greek);
    });

    test.each([
        [polish, 'OTHER_MEMBER_STATE_NEEDED'], [null, 'REQUIRED']
    ])('to %s is a warning in a draft and 422 at issue', async (customerNIP, code) => {
        expect(await tried({ customerNIP, items: [intraCommunity] })).toEqual({
            warnings: ['BUYER_INCOMPLETE customerNIP'], issued: [422, 'BUYER_INCOMPLETE', 'customerNIP', code]
        });
    });

    test('needs the EU number of the seller', async () => {
        await organisation.profile({ vatId: null });
        const draft = await organisation.draft({ customerNIP: german, items: [intraCommunity] });
        const refused = await organisation.issue(draft.id);
        const atHome = await organisation.issued();
        await organisation.profile({});

        expect([warningsOf(draft), outcome(refused)]).toEqual([
            ['SELLER_INCOMPLETE organisation.vatId'], [422, 'SELLER_INCOMPLETE', 'organisation.vatId', 'REQUIRED']
        ]);
        expect([atHome.status, (await organisation.issue(draft.id)).status]).toEqual(['issued', 200]);
    });

    test('is seen from the seller: to a Pole it is one for a German', async () => {
        await organisation.profile({ country: 'DE', vatId: german });

        expect([
            (await tried({ customerNIP: polish, items: [intraCommunity] })).issued,
            (await tried({ customerNIP: german, items: [intraCommunity] })).issued
        ]).toEqual([200, [422, 'BUYER_INCOMPLETE', 'customerNIP', 'OTHER_MEMBER_STATE_NEEDED']]);
    });
});

describe('a reverse charge', () => {
    test.each([polish, german])('to %s is issued', async (customerNIP) => {
        expect(await tried({ customerNIP, items: [givenItem({ vatRate: 'oo' })] }))
            .toEqual({ warnings: [], issued: 200 });
    });

    test('without the number of the buyer is a warning in a draft and 422 at issue', async () => {
        expect(await tried({ items: [givenItem({ vatRate: 'oo' })] })).toEqual({
            warnings: ['BUYER_INCOMPLETE customerNIP'], issued: [422, 'BUYER_INCOMPLETE', 'customerNIP', 'REQUIRED']
        });
    });
});

describe('np_art100', () => {
    const service100 = givenItem({ vatRate: 'np_art100' });

    test('is AE with the words of a reverse charge, and stands apart from oo and np', async () => {
        const issued = await organisation.issued({ customerNIP: german, items: [
            givenItem({ vatRate: 'np', unitPriceNet: '1.00' }), service100,
            givenItem({ vatRate: 'oo', unitPriceNet: '10.00' }),
            givenItem({ vatRate: 'np_art100', unitPriceNet: '0.01' })
        ] });
        const read = (await organisation.call('GET', `/invoices/${issued.id}`)).body;
        const { body: report } = await organisation.call('GET',
            '/invoices/analytics/vat-report?startDate=2026-11-01&endDate=2026-11-30');
        const { body: explanation } = await organisation.call('GET', `/invoices/${issued.id}/explain`);

        const row = (vatCategory: string, vatRate: string, net: string, exemptionReason: string) =>
            ({ vatCategory, vatRate, net, exemptionReason });
        expect(read.vatBreakdown).toMatchObject([
            row('AE', 'oo', '10.00', 'odwrotne obciążenie'), row('AE', 'np_art100', '100.01', 'odwrotne obciążenie'),
            row('O', 'np', '1.00', 'Nie podlega opodatkowaniu podatkiem VAT na terytorium kraju')
        ]);
        expect(read).toEqual(issued);
        expect(issued.vatBreakdown.map(({ taxPoints }: Answered['body']) =>
            taxPoints.map(({ net }: Answered['body']) => net))).toEqual([['10.00'], ['100.01'], ['1.00']]);
        expect(report.periods[0].declaration.rates).toMatchObject([
            { vatCategory: 'AE', vatRate: 'oo', net: '10.00' },
            { vatCategory: 'AE', vatRate: 'np_art100', net: '100.01' },
            { vatCategory: 'O', vatRate: 'np', net: '1.00' }
        ]);
        expect(explanation).toMatchObject({ matchesStored: true, vatBreakdown: [
            { vatCategory: 'AE', vatWord: null, lineNumbers: [3], net: '10.00' },
            { vatCategory: 'AE', vatWord: 'np_art100', lineNumbers: [2, 4], net: '100.01' },
            { vatCategory: 'O', vatWord: null, lineNumbers: [1], net: '1.00' }
        ] });
    });

    test('of a document in another currency is exchanged by itself, and taken back to nothing', async () => {
        const issued = await organisation.issued({ customerNIP: german, currency: 'EUR', exchangeRate: '4.2653',
            exchangeRateDate: '2026-11-20', items: [service100, givenItem({ vatRate: 'oo', unitPriceNet: '10.00' })] });
        const { body: corrective } = await correct(organisation, issued.id, { type: 'full' });
        await confirmed(organisation, corrective.id, '2026-11-23');
        const { body: report } = await organisation.call('GET',
            '/invoices/analytics/vat-report?startDate=2026-11-01&endDate=2026-11-30');

        expect(corrective.vatBreakdown).toMatchObject([
            { vatRate: 'oo', net: '-10.00' }, { vatRate: 'np_art100', net: '-100.00' }
        ]);
        // 10.00 and 100.00 EUR at 4.2653.
        expect(report.periods[0].rates).toMatchObject([
            { vatRate: 'oo', net: '0.00', netInVatCurrency: '0.00',
                invoices: { netInVatCurrency: '42.65' }, correctives: { netInVatCurrency: '-42.65' } },
            { vatRate: 'np_art100', net: '0.00', netInVatCurrency: '0.00',
                invoices: { netInVatCurrency: '426.53' }, correctives: { netInVatCurrency: '-426.53' } }
        ]);
    });

    test('is kept by an item that is sent back, and by a corrective that changes another member', async () => {
        const draft = await organisation.draft({ customerNIP: german, items: [service100] });
        const edited = await organisation.call('PATCH', `/invoices/${draft.id}`, { body: { items: draft.items } });
        const { body: issued } = await organisation.issue(draft.id);
        const { body: halved } = await correct(
            organisation, issued.id, { items: [{ itemId: issued.items[0].id, unitPriceNet: '50.00' }] });
        const { body: mended } = await correct(
            organisation, issued.id, { items: [{ itemId: issued.items[0].id, vatRate: 'oo' }] });

        expect([edited.body.items[0].vatRate, issued.items[0].vatRate]).toEqual(['np_art100', 'np_art100']);
        expect(halved.vatBreakdown).toMatchObject([{ vatRate: 'np_art100', net: '-50.00' }]);
        expect(mended.vatBreakdown)
            .toMatchObject([{ vatRate: 'oo', net: '50.00' }, { vatRate: 'np_art100', net: '-50.00' }]);
    });

    test.each([
        [polish, 'OTHER_MEMBER_STATE_NEEDED'], [null, 'REQUIRED'], [northernIrish, 'OTHER_MEMBER_STATE_NEEDED']
    ])('to %s is a warning in a draft and 422 at issue', async (customerNIP, code) => {
        expect(await tried({ customerNIP, items: [service100] })).toEqual({
            warnings: ['BUYER_INCOMPLETE customerNIP'], issued: [422, 'BUYER_INCOMPLETE', 'customerNIP', code]
        });
    });

    test('is hashed: the chain of the series verifies, and finds the word taken away', async () => {
        const { id } = await organisation.issued({ customerNIP: german, items: [service100] });
        const chain = async () => (await organisation.audit('vat_invoice-2026-11')).chain;
        expect(await chain()).toMatchObject({ verified: true, documents: 1 });

        await tamper('UPDATE invoice_line SET vat_word = NULL WHERE invoice_id = $1', id);

        expect(await chain()).toMatchObject({ verified: false });
    });
});

describe('an exempt line', () => {
    const exempt = givenItem({ vatRate: 'zw' });
    const provision = 'art. 113 ust. 1 i 9 ustawy o VAT';

    test('names the provision of its own, else the one of the organisation', async () => {
        await organisation.profile({ exemptionReason: provision });
        const issued = await organisation.issued({ items: [
            exempt, givenItem({ vatRate: 'zw', exemptionReason: 'art. 43 ust. 1 pkt 29 lit. c ustawy o VAT' })
        ] });

        expect(issued.items.map(({ exemptionReason }: { exemptionReason: string }) => exemptionReason))
            .toEqual([provision, 'art. 43 ust. 1 pkt 29 lit. c ustawy o VAT']);
    });

    test('that names none is a warning in a draft and 422 at issue, and takes the one that is set meanwhile', async () => {
        await organisation.profile({ exemptionReason: null });
        const draft = await organisation.draft({ items: [givenItem(), exempt] });
        const refused = await organisation.issue(draft.id);
        await organisation.profile({ exemptionReason: provision });
        const stillRefused = await organisation.issue(draft.id);
        await organisation.call('POST', `/invoices/${draft.id}/recalculate`);
        const { status, body } = await organisation.issue(draft.id);
        const { body: read } = await organisation.call('GET', `/invoices/${draft.id}`);

        expect(stillRefused.body.code).toBe('EXEMPTION_REASON_MISSING');
        expect([warningsOf(draft), draft.items[1].exemptionReason, outcome(refused)]).toEqual([
            ['EXEMPTION_REASON_MISSING items[1].exemptionReason'], null,
            [422, 'EXEMPTION_REASON_MISSING', 'items[1].exemptionReason', 'REQUIRED']
        ]);
        expect([status, body.items[1].exemptionReason, read.items[1].exemptionReason])
            .toEqual([200, provision, provision]);
        expect(await organisation.audit('vat_invoice-2026-11')).toMatchObject({ chain: { verified: true } });
    });

    test('of a default rate names the provision of the organisation too', async () => {
        await organisation.profile({ defaultVatRate: 'zw', exemptionReason: provision });

        expect((await organisation.issued({ items: [givenItem({ vatRate: undefined })] })).vatBreakdown)
            .toMatchObject([{ vatRate: 'zw', exemptionReason: provision }]);
    });
});

/** Changes a frozen row, as nobody but a superuser of the database can. */
async function tamper(sql: string, id: string): Promise<void> {
    const client = await service.dependencies.database.pool.connect();
    try {
        await client.query('SET session_replication_role = replica');
        await client.query(sql, [id]);
    } finally {
        await client.query('SET session_replication_role = DEFAULT');
        client.release();
    }
}

