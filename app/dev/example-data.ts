import { contactId, productId, serviceId } from './standins/catalogue/ids.ts';

/** Invented, with valid check digits. */
const seller = {
    legalName: 'Parkiet Przykładowy Sp. z o.o.',
    nip: '9990020005',
    street: 'ul. Dębowa 8',
    postalCode: '00-999',
    city: 'Warszawa',
    country: 'PL',
    email: 'faktury@parkiet-przykladowy.example',
    iban: 'PL20999900000000000000000001',
    bankName: 'Bank Przykładowy'
};

const drafts = [
    {
        contactId: contactId(1),
        items: [
            { itemType: 'product', productId: productId(1), quantity: '42.5' },
            { itemType: 'service', serviceId: serviceId(1), quantity: '42.5', regionalZone: 'warsaw' }
        ]
    },
    {
        contactId: contactId(2),
        discountPercent: '3',
        items: [
            { itemType: 'product', productId: productId(2), quantity: '180', discountPercent: '5' },
            { itemType: 'service', serviceId: serviceId(1), quantity: '180', pricingTier: 'premium', regionalZone: 'krakow' },
            { itemType: 'custom', description: 'Transport', unit: 'szt', quantity: '1', unitPriceNet: '350.00', vatRate: 23 }
        ]
    },
    {
        contactId: contactId(14),
        currency: 'EUR',
        items: [{ itemType: 'custom', description: 'Projekt wzoru jodełki', unit: 'h', quantity: '6', unitPriceNet: '85.00', vatRate: 'np' }]
    },
    {
        contactId: contactId(17),
        pricesInclude: 'gross',
        items: [{ itemType: 'custom', description: 'Cyklinowanie podłogi', unit: 'm²', quantity: '31.20', unitPriceNet: '49.00', vatRate: 8 }]
    }
];

/** How many of them are issued; the rest stays as drafts. */
const issuedCount = 2;

/**
 * Gives a new development service a seller and some invoices, through its own API. Nothing is done when it has a seller.
 * @returns What was done, for the progress line.
 */
export async function loadExampleData(url: string, token: string): Promise<string> {
    const call = caller(url, token);
    const { legalName } = await call('GET', '/organisation');
    if (typeof legalName === 'string') return 'there already';

    await call('PUT', '/organisation', seller);
    for (const [position, draft] of drafts.entries()) {
        const { id } = await call('POST', '/invoices', draft);
        if (position < issuedCount) await call('POST', `/invoices/${String(id)}/issue`);
    }
    return `a seller and ${drafts.length} invoices`;
}

function caller(url: string, token: string) {
    return async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
        const response = await fetch(url + path, {
            method,
            headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
            ...(body === undefined ? {} : { body: JSON.stringify(body) })
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`Example data: ${method} ${path} answered ${response.status}: ${text}`);
        const answer: unknown = JSON.parse(text);
        return typeof answer === 'object' && answer !== null ? Object.fromEntries(Object.entries(answer)) : {};
    };
}
