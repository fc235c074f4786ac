import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { cancel } from '../support/given-corrective.ts';
import { convert, order, orderItems, payAdvance } from '../support/given-order.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { exact, readEInvoice } from '../support/read-e-invoice.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

const service = useService({ clock: givenClock() });
const seller = useOrganisation(service);

/** A seller with everything that the forms ask for. */
const complete = {
    iban: 'PL61109010140000071219812874', endpoint: { scheme: '9945', id: 'PL1234563218' },
    contact: { name: 'Biuro obsługi', phone: '+48 22 123 45 67', email: 'biuro@podlogi.example' }
};

/** A buyer in Germany with everything that the forms ask for. */
const german = {
    customerName: 'Beispielboden GmbH', customerNIP: 'DE136695976', customerStreet: 'Musterstraße 5',
    customerPostalCode: '10115', customerCity: 'Berlin', customerCountry: 'DE',
    buyerEndpoint: { scheme: '9930', id: 'DE136695976' }, buyerReference: '04011000-12345-67'
};

function eInvoice(id: string, query = ''): Promise<Answered> {
    return seller.call('GET', `/invoices/${id}/e-invoice?${query}`);
}

/** Rules and fields of a refusal. */
function rulesOf({ body }: Answered): readonly unknown[] {
    return body.errors.map(({ code, path }: Record<string, string>) => [code, path]);
}

describe('the file of an issued invoice', () => {
    test.each(['ubl', 'cii', 'facturx'])('is the same %s after a corrective cancelled it', async (format) => {
        await seller.profile(complete);
        const { id } = await seller.issued();
        const { bytes } = await eInvoice(id, `format=${format}`);
        await cancel(seller, id, { createCorrective: true });

        const { status, bytes: later } = await eInvoice(id, `format=${format}`);

        expect([status, later.equals(bytes)]).toEqual([200, true]);
    });

    test('has an ETag, is 304 to who has it, and JSON to a caller that breaks bytes', async () => {
        await seller.profile(complete);
        const { id } = await seller.issued();
        const path = `/invoices/${id}/e-invoice`;
        const { bytes, headers } = await eInvoice(id);

        const again = await seller.call('GET', path, { headers: { 'if-none-match': String(headers['etag']) } });
        const json = await seller.call('GET', path, { headers: { accept: 'application/json, text/plain, */*' } });

        expect(headers['etag']).toBe(`"${createHash('sha256').update(bytes).digest('hex')}"`);
        expect([headers['vary'], again.status, again.bytes.length]).toEqual([expect.stringMatching(/accept/i), 304, 0]);
        expect(json.body).toMatchObject({ fileName: 'FV-2026-11-0001.xml', mediaType: 'application/xml' });
        expect(Buffer.from(json.body.content, 'base64').equals(bytes)).toBe(true);
    });
});

describe('money that was received before the issue', () => {
    test('is given back where it is more than the invoice is for', async () => {
        await seller.profile(complete);
        const { id } = await order(seller);
        await payAdvance(seller, id, '1770.00', '2026-11-23');
        const { body: draft } = await convert(seller, id);
        await seller.call('PATCH', `/invoices/${draft.id}`, { body: { discountAmount: '100.00' } });
        const { body: issued } = await seller.issue(draft.id);

        const { gross, paid, due } = readEInvoice((await eInvoice(draft.id)).text);

        expect([gross, paid, due]).toEqual([exact(issued.totalGross), exact('1770'), gross - exact('1770')]);
        expect(due).toBeLessThan(0n);
    });

    test('is known to the rules: nothing is due, so no account is asked for', async () => {
        const { id } = await order(seller, { eInvoice: 'en16931' });
        await payAdvance(seller, id, '1770.00', '2026-11-23');
        const { body: draft } = await convert(seller, id);
        const path = `/invoices/${draft.id}`;

        const dearer = await seller.call('PATCH', path, { body: { items: [...orderItems, givenItem()] } });
        const refused = await seller.issue(draft.id);
        const paid = await seller.call('PATCH', path, { body: { items: orderItems } });
        const issued = await seller.issue(draft.id);

        const rules = ({ body }: Answered): readonly string[] => (body.warnings ?? [])
            .filter(({ code }: Record<string, string>) => code === 'E_INVOICE_RULE')
            .map(({ path: field }: Record<string, string>) => field);
        expect([rules(dearer), rulesOf(refused)]).toEqual([['organisation.iban'], [['BR-61', 'organisation.iban']]]);
        expect([paid.status, rules(paid), issued.status]).toEqual([200, [], 200]);
        expect(readEInvoice((await eInvoice(draft.id)).text).due).toBe(0n);
    });
});

describe('the delivery of an intra-Community supply', () => {
    const supply = { ...german, items: [givenItem({ vatRate: 0, vatCategory: 'K' })] };
    const warehouse = { name: 'Lager Hamburg', nip: null, role: 'recipient' };
    /** The delivery of an invoice as UBL, without blanks. */
    const deliveryOf = async (recipient: object): Promise<string> => {
        await seller.profile(complete);
        const { id } = await seller.issued({ ...supply, recipient });
        const { text } = await eInvoice(id);
        return /<cac:Delivery>[^]*<\/cac:Delivery>/.exec(text)?.[0].replaceAll(/\s*\n\s*/g, '') ?? '';
    };

    test('names its recipient with the address of that one, in the parts that XRechnung wants', async () => {
        const delivery = await deliveryOf({ ...warehouse, address: 'Hafen 9, 20457 Hamburg' });

        expect(delivery).toContain('<cbc:StreetName>Hafen 9</cbc:StreetName><cbc:CityName>Hamburg</cbc:CityName>'
            + '<cbc:PostalZone>20457</cbc:PostalZone>');
        expect(delivery).toContain('<cbc:IdentificationCode>DE<');
        expect(delivery).toContain('<cbc:Name>Lager Hamburg</cbc:Name>');
    });

    test('never names one party at the address of another', async () => {
        const delivery = await deliveryOf({ ...warehouse, address: null });

        expect(delivery).toContain('<cbc:StreetName>Musterstraße 5</cbc:StreetName>');
        expect(delivery).not.toContain('Lager Hamburg');
    });

    test('asks for the town of its recipient, and takes it', async () => {
        await seller.profile(complete);
        const draft = await seller.draft({
            ...supply, eInvoice: 'xrechnung', recipient: { ...warehouse, address: 'Hafen 9' }
        });
        const refused = await seller.issue(draft.id);
        await seller.call('PATCH', `/invoices/${draft.id}`,
            { body: { recipient: { ...warehouse, address: 'Hafen 9, 20457 Hamburg' } } });

        expect(rulesOf(refused)).toEqual([['BR-DE-10', 'recipient.address']]);
        expect((await seller.issue(draft.id)).status).toBe(200);
    });
});
