/** A caller of a service's API that answers the JSON of a success. */
export type SampleCall = (method: string, path: string, body?: object) => Promise<Readonly<Record<string, unknown>>>;

/** A document to be printed: the name of its file, and the address of its PDF. */
export type Sample = { readonly name: string; readonly path: string };

type Language = 'pl' | 'en';

const seller = {
    legalName: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218', vatId: 'PL1234563218', street: 'ul. Dębowa 1',
    postalCode: '00-001', city: 'Warszawa', email: 'biuro@example.com', phone: '+48 22 000 00 00',
    iban: 'PL61109010140000071219812874', ibans: { EUR: 'PL90999900000000000000000002' },
    bankName: 'Bank Przykładowy', constructionServices: true,
    exemptionReason: 'art. 43 ust. 1 pkt 29 ustawy o VAT', defaultPaymentMethod: 'bank_transfer'
};

const buyers = {
    pl: {
        customerName: 'Pracownia Wnętrz Przykład sp. z o.o.', customerNIP: '9990020005',
        customerStreet: 'ul. Lipowa 2/14', customerPostalCode: '30-002', customerCity: 'Kraków', orderNumber: 'ZAM/118'
    },
    en: {
        customerName: 'Example Interiors GmbH', customerNIP: 'DE136695976', customerStreet: 'Beispielstraße 5',
        customerPostalCode: '10115', customerCity: 'Berlin', customerCountry: 'DE', orderNumber: 'PO-2026-118',
        currency: 'EUR', exchangeRate: '4.2512', exchangeRateDate: ''
    }
} as const satisfies Record<Language, object>;

const words = {
    pl: {
        panels: 'Panele winylowe, jodełka francuska, 5 mm', fitting: 'Montaż paneli z listwami przypodłogowymi',
        skirting: 'Listwa przypodłogowa dębowa', transport: 'Transport i wniesienie',
        notes: 'Gwarancja na montaż: 24 miesiące.', reason: 'Mniejsza powierzchnia po obmiarze',
        cancelled: 'Zamówienie wycofane'
    },
    en: {
        panels: 'Vinyl planks, herringbone, 5 mm', fitting: 'Fitting of the planks, with skirting boards',
        skirting: 'Oak skirting board', transport: 'Transport and carrying in',
        notes: 'Warranty on the fitting: 24 months.', reason: 'Less area than was measured',
        cancelled: 'The order was withdrawn'
    }
} as const satisfies Record<Language, Readonly<Record<string, string>>>;

/**
 * Makes a document of each type in a language, with invented data, through the API of a service that has none yet.
 * @param today - `YYYY-MM-DD`
 */
export async function makeSamples(call: SampleCall, language: Language, today: string): Promise<readonly Sample[]> {
    await call('PATCH', '/organisation', seller);
    const { notes, reason, cancelled } = words[language];
    const draft = { ...buyerOf(language, today), language, saleDate: today, notes, items: itemsOf(language) };
    const sample = (name: string, { id }: Readonly<Record<string, unknown>>): Sample =>
        ({ name: `${name}-${language}`, path: `/invoices/${String(id)}.pdf` });
    const issued = async (body: object) => call('POST', '/invoices', { ...draft, ...body, issue: true });

    const invoice = await issued({ discountPercent: '3' });
    const duplicate = await call('POST', `/invoices/${String(invoice['id'])}/duplicates`);
    const corrective = await call('POST', `/invoices/${String(invoice['id'])}/correctives`,
        { reason, items: [{ itemId: firstIdOf(invoice), quantity: '142.5' }] });
    const annulled = await issued({});
    await call('PATCH', `/invoices/${String(annulled['id'])}/cancel`, { reason: cancelled });
    const proforma = await issued({ invoiceType: 'proforma' });
    const rate = language === 'pl' ? {} : { exchangeRate: '4.2512', exchangeRateDate: dayBefore(today) };
    const advance = await call('POST', `/invoices/${String(proforma['id'])}/advance-invoices`,
        { amount: '5000.00', receivedOn: today, paymentReference: 'A 1', ...rate });
    const order = await call('POST', `/invoices/${String(proforma['id'])}/convert`, { saleDate: today });
    await call('PATCH', `/invoices/${String(order['id'])}`, rate);
    const final = await call('POST', `/invoices/${String(order['id'])}/issue`);
    return [
        sample('invoice', invoice), sample('corrective', corrective), sample('annulled', annulled),
        sample('proforma', proforma), sample('advance', advance), sample('final', final),
        sample('draft', await call('POST', '/invoices', draft)),
        { name: `duplicate-${language}`,
            path: `/invoices/${String(invoice['id'])}/documents/${String(duplicate['sha256'])}` }
    ];
}

function buyerOf(language: Language, today: string): object {
    return language === 'pl' ? buyers.pl : { ...buyers.en, exchangeRateDate: dayBefore(today) };
}

function itemsOf(language: Language): readonly object[] {
    const { panels, fitting, skirting, transport } = words[language];
    const item = { itemType: 'custom', vatRate: 23 };
    return [
        { ...item, description: panels, quantity: '148.5', unit: 'm²', unitPriceNet: '129.90' },
        {
            ...item, description: fitting, quantity: '148.5', unit: 'm²', unitPriceNet: '45.00', vatRate: 8,
            splitPayment: true
        },
        { ...item, description: skirting, quantity: '96', unit: 'mb', unitPriceNet: '19.90', discountPercent: '5' },
        { ...item, description: transport, quantity: '1', unit: 'szt', unitPriceNet: '350.00' }
    ];
}

function firstIdOf({ items }: Readonly<Record<string, unknown>>): unknown {
    const first: unknown = Array.isArray(items) ? items[0] : undefined;
    return typeof first === 'object' && first !== null && 'id' in first ? first.id : undefined;
}

function dayBefore(date: string): string {
    return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}
