import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { correct } from '../support/given-corrective.ts';
import { advance, convert, order } from '../support/given-order.ts';
import { givenClock } from '../support/given-server.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useOrganisation, useService } from '../support/use-service.ts';

/**
 * E-invoices of each type, compared with files that were read by a person and passed the official rules. After a change
 * that is meant, WRITE_FILES=1 writes them anew: read the difference, and run `npm run check:documents`.
 */

const service = useService({ clock: givenClock() });
const seller = useOrganisation(service);
const folder = new URL('./e-invoices/', import.meta.url);

const complete = {
    regon: '192598184', iban: 'PL61109010140000071219812874', ibans: { EUR: 'PL10105000997603123456789123' },
    endpoint: { scheme: '9945', id: 'PL1234563218' }, splitPaymentItemTypes: ['custom'],
    contact: { name: 'Biuro obsługi', phone: '+48 22 123 45 67', email: 'biuro@podlogi.example' }
};
const polish = {
    customerName: 'Budowa Źródło S.A.', customerNIP: '5261040828', customerStreet: 'al. Jerozolimskie 1',
    customerPostalCode: '00-001', customerCity: 'Warszawa', buyerEndpoint: { scheme: '9945', id: 'PL5261040828' },
    buyerReference: 'BUD-7', orderNumber: 'PO-2026-118', dueDate: '2026-12-07'
};
const german = {
    customerName: 'Beispielboden GmbH', customerNIP: 'DE136695976', customerStreet: 'Musterstraße 5',
    customerPostalCode: '10115', customerCity: 'Berlin', customerCountry: 'DE', currency: 'EUR', language: 'en',
    buyerEndpoint: { scheme: '9930', id: 'DE136695976' }, buyerReference: '04011000-12345-67'
};
const items = [
    givenItem({
        description: 'Deska dębowa 14 mm', quantity: '120.5', unit: 'm²', unitPriceNet: '149.90', discountPercent: '5'
    }),
    givenItem({ description: 'Wkręty', quantity: '350', unit: 'szt', unitPriceNet: '12.50', priceBaseQuantity: '100' }),
    givenItem({
        description: 'Szkolenie', quantity: '2', unit: 'godz.', unitPriceNet: '100.00', vatRate: 'zw',
        exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT'
    })
];

type Make = () => Promise<Answered['body']>;

const corrected = async (body: Readonly<Record<string, unknown>>): Promise<Answered['body']> => {
    const invoice = await seller.issued({ ...polish, items, discountPercent: '2' });
    const { items: [item] } = invoice;
    return (await correct(seller, invoice.id, 'quantity' in body
        ? { items: [{ itemId: item.id, ...body }] } : body)).body;
};

const documents: Readonly<Record<string, { make: Make; queries: readonly string[] }>> = {
    'invoice': {
        make: () => seller.issued({
            ...polish, items, discountPercent: '2', saleDate: '2026-11-20', notes: 'Dziękujemy.',
            recipient: { name: 'Oddział Kraków', nip: null, address: 'ul. Lipowa 2, 30-001 Kraków', role: 'recipient' }
        }),
        queries: ['ubl', 'cii', 'ubl&profile=peppol']
    },
    'gross-prices': {
        make: () => seller.issued({ ...polish, items, pricesInclude: 'gross', discountAmount: '33.33' }),
        queries: ['ubl']
    },
    'intra-community': {
        make: () => seller.issued({ ...german, items: [
            givenItem({ description: 'Oak plank', quantity: '80', unit: 'm²', unitPriceNet: '35.20', vatRate: 0,
                vatCategory: 'K' })
        ] }),
        queries: ['ubl&profile=xrechnung', 'cii&profile=xrechnung']
    },
    'out-of-scope': {
        make: () => seller.issued({ ...german, items: [givenItem({ description: 'Fitting abroad', vatRate: 'np' })] }),
        queries: ['ubl', 'cii']
    },
    'advance': {
        make: async () => {
            const { id } = await order(seller, polish);
            return (await advance(seller, id, { amount: '590.00', receivedOn: '2026-11-23' })).body;
        },
        queries: ['ubl', 'cii']
    },
    'final': {
        make: async () => {
            const { id } = await order(seller, polish);
            await advance(seller, id, { amount: '590.00', receivedOn: '2026-11-23' });
            return (await seller.issue((await convert(seller, id)).body.id)).body;
        },
        queries: ['ubl', 'cii']
    },
    'corrective-raising': { make: () => corrected({ quantity: '130' }), queries: ['ubl'] },
    'corrective-lowering': { make: () => corrected({ quantity: '100' }), queries: ['ubl', 'cii'] },
    'corrective-of-data': { make: () => corrected({ customerName: 'Nowa Nazwa S.A.' }), queries: ['ubl'] }
};

test.each(Object.keys(documents))('%s is as its files say', async (name) => {
    await seller.profile(complete);
    const { make, queries } = documents[name] ?? { make: () => Promise.reject(new Error(name)), queries: [] };
    const { id } = await make();

    for (const query of queries) {
        const { status, text } = await seller.call('GET', `/invoices/${id}/e-invoice?format=${query}`);
        const file = new URL(`${name}.${query.replace('&profile=', '-')}.xml`, folder);
        if (process.env['WRITE_FILES'] !== undefined) {
            await mkdir(folder, { recursive: true });
            await writeFile(file, `${text}`);
        }

        expect(status).toBe(200);
        expect(text).toBe(await readFile(file, 'utf8'));
    }
});
