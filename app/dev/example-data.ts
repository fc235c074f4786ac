import { contactId, productId, serviceId } from './standins/catalogue/ids.ts';

/** Invented seller with valid check digits. */
const seller = {
    legalName: 'Parkiet Przykładowy Sp. z o.o.',
    nip: '9990020005',
    street: 'ul. Dębowa 8',
    postalCode: '00-999',
    city: 'Warszawa',
    country: 'PL',
    email: 'faktury@parkiet-przykladowy.example',
    vatId: 'PL9990020005',
    contact: { name: 'Biuro obsługi', email: 'biuro@parkiet-przykladowy.example' },
    exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT',
    iban: 'PL20999900000000000000000001',
    ibans: { EUR: 'PL90999900000000000000000002' },
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
            {
                itemType: 'service', serviceId: serviceId(1), quantity: '180',
                pricingTier: 'premium', regionalZone: 'krakow'
            },
            {
                itemType: 'custom', description: 'Transport', unit: 'szt', quantity: '1',
                unitPriceNet: '350.00', vatRate: 23
            }
        ]
    },
    {
        contactId: contactId(14),
        currency: 'EUR',
        items: [{
            itemType: 'custom', description: 'Projekt wzoru jodełki', unit: 'h', quantity: '6',
            unitPriceNet: '85.00', vatRate: 'np'
        }]
    },
    {
        contactId: contactId(17),
        pricesInclude: 'gross',
        items: [{
            itemType: 'custom', description: 'Cyklinowanie podłogi', unit: 'm²', quantity: '31.20',
            unitPriceNet: '49.00', vatRate: 8
        }]
    }
];

/** An offer that is not an invoice yet. */
const proforma = {
    contactId: contactId(3),
    invoiceType: 'proforma',
    items: [{ itemType: 'product', productId: productId(3), quantity: '64' }]
};

/**
 * Gives a new development service a seller and some invoices in several states of their life, through its own API. Does
 * nothing when it has a seller.
 * @returns Summary for the progress line.
 */
export async function loadExampleData(url: string, token: string): Promise<string> {
    const call = caller(url, token);
    const { legalName } = await call('GET', '/organisation');
    if (typeof legalName === 'string') return 'there already';

    await call('PATCH', '/organisation', seller);
    const ids: string[] = [];
    for (const draft of [...drafts, proforma]) ids.push(String((await call('POST', '/invoices', draft))['id']));
    await liveThrough(call, ids);
    return `a seller and ${ids.length} invoices`;
}

/** Takes the documents through their life: sent and partly paid; paid; a draft in euros; corrected; a proforma. */
async function liveThrough(call: Call, [partial, paid, , corrected, offer]: readonly string[]): Promise<void> {
    await call('PATCH', `/invoices/${partial}/send`, { includePaymentInstructions: true });
    await call('POST', `/invoices/${partial}/payments`,
        { amount: '1000.00', paymentMethod: 'bank_transfer', paymentReference: 'Zaliczka' });
    await call('POST', `/invoices/${paid}/issue`);
    await call(
        'PATCH', `/invoices/${paid}/mark-paid`, { paymentDate: new Date().toISOString(), paymentMethod: 'blik' });
    const { items } = await call('POST', `/invoices/${corrected}/issue`);
    await call('POST', `/invoices/${corrected}/correctives`, {
        reason: 'Mniejsza powierzchnia po obmiarze', items: [{ itemId: firstIdOf(items), quantity: '29.80' }]
    });
    await call('POST', `/invoices/${offer}/issue`);
}

function firstIdOf(items: unknown): unknown {
    const first: unknown = Array.isArray(items) ? items[0] : undefined;
    return typeof first === 'object' && first !== null && 'id' in first ? first.id : undefined;
}

type Call = ReturnType<typeof caller>;

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
