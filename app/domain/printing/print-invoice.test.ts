import { expect, test } from '@jest/globals';
import { exampleDraft, exampleIssued, exampleOrganisation } from '../invoices/invoice.example.ts';
import type { Invoice, PaymentLink } from '../invoices/invoice.ts';
import { sellerOf } from '../organisations/organisation.ts';
import { printInvoice } from './print-invoice.ts';
import { vatOf } from '../../foundation/money/vat.ts';

const seller = sellerOf({ ...exampleOrganisation, iban: 'PL61109010140000071219812874' }, 'PLN');
const issued: Invoice = { ...exampleIssued, seller };
const print = (changes: Partial<Invoice>, options = {}) =>
    printInvoice({ ...issued, ...changes }, { seller, ...options });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll('\u00a0', ' '));

const paidLater: PaymentLink = {
    paymentId: 'p1', date: '2026-11-25', method: 'bank_transfer', amountMinor: 100_000n, reference: null
};

test('the facts of an invoice are its dates and references', () => {
    expect(plain(print({ buyerReference: 'R-1' }).facts)).toEqual([
        ['Data wystawienia', '23.11.2026'], ['Data sprzedaży', '23.11.2026'], ['Termin płatności', '07.12.2026'],
        ['Numer zamówienia', 'PO-2026-118'], ['Numer referencyjny', 'R-1']
    ]);
});

test('a draft has no number, no code and a word behind the page', () => {
    const { number, watermark, facts, payment } = printInvoice(exampleDraft, { seller });

    expect([number, watermark, payment?.qr]).toEqual(['wersja robocza', 'PROJEKT', null]);
    expect(facts).toEqual([['Numer zamówienia', 'PO-2026-118']]);
});

test('an invoice that is printed as a proforma shows no number of its own, and says what it is', () => {
    const { template, number, heading, statements, facts, ksef } = print(
        {}, { asProforma: true, ksef: { number: 'K', codes: [] } });

    expect([template, number, heading, ksef]).toEqual(['proforma', 'PO-2026-118', 'Faktura pro forma', null]);
    expect(statements[0]).toMatchObject({ strong: true });
    expect(statements[0]?.text).toMatch(/^PRO FORMA\. /);
    expect(facts).toContainEqual(['Numer zamówienia', 'PO-2026-118']);
    expect(print({ orderNumber: null }, { asProforma: true }).number).toBe('');
});

test.each([['invoice', issued], ['invoice without an order number', { ...issued, orderNumber: null }]])(
    'an %s as a proforma has the number of the invoice nowhere, also not in the transfer', (_what, invoice) => {
        const usual = JSON.stringify(printInvoice(invoice, { seller }));
        const { payment, ...others } = printInvoice(invoice, { seller, asProforma: true });

        expect(usual.split(issued.number ?? '').length).toBeGreaterThan(2);
        expect(JSON.stringify([payment, others])).not.toContain(issued.number);
        expect(payment?.qr?.includes('PO-2026-118') ?? false).toBe(invoice.orderNumber !== null);
    }
);

test('a draft as a proforma has no code, whatever its order', () => {
    expect(printInvoice(exampleDraft, { seller, asProforma: true }).payment?.qr).toBeNull();
});

test('as it was issued, a document does not know that a corrective cancelled it', () => {
    const cancellation = { at: new Date(0), date: '2026-11-24', reason: 'Zwrot', annulled: false };
    const changes = { cancellation, creditedMinor: issued.grossMinor };

    expect(print(changes, { asIssued: true })).toEqual(print({}, { asIssued: true }));
    expect(print({ cancellation: { ...cancellation, annulled: true } }, { asIssued: true }).marks)
        .toEqual(['Anulowana dnia 24.11.2026']);
});

test('money beyond the document is to be given back, and asks for no payment', () => {
    const receivedPayments = [{ date: '2026-11-20', amountMinor: issued.grossMinor + 100n }];
    const { due, payment } = print({ receivedPayments }, { asIssued: true });

    expect(plain(due)).toMatchObject({
        label: 'Do zwrotu', amount: '1,00 PLN', words: 'Słownie: jeden złoty',
        rows: [['Wartość brutto', '2 661,73 PLN'], ['Zapłacono', '−2 662,73 PLN']]
    });
    expect(payment).toBeNull();
});

const germanBuyer = { ...issued.buyer, nip: 'DE136695976', country: 'PL' };

test.each([
    ['an intra-Community supply', vatOf({ rate: 0, category: 'K' }), germanBuyer, true],
    ['a service of art. 100', vatOf({ rate: 'np_art100' }), germanBuyer, true],
    ['a sale within Poland', vatOf({ rate: 23 }), { ...issued.buyer, country: 'PL' }, false],
    ['a sale abroad', vatOf({ rate: 23 }), { ...issued.buyer, country: 'DE' }, true]
])("the seller's number has PL on %s", (_what, vat, buyer, hasPrefix) => {
    const lines = issued.lines.map((line) => ({ ...line, vat }));
    const numbers = print({ lines, buyer }).seller.ids.map(([, number]) => number);

    expect([numbers.includes('1234563218'), numbers.includes('PL1234563218')]).toEqual([true, hasPrefix]);
});

test('each treatment without a rate has words of its own', () => {
    const treatments = ['zw', 'np', 'np_art100', 'oo', 0] as const;
    for (const language of ['pl', 'en']) {
        const lines = treatments.map((rate) => ({
            ...issued.lines[0], vat: vatOf({ rate, exemptionReason: rate === 'zw' ? 'art. 113' : null })
        })) as Invoice['lines'];
        const rates = print({ lines, language }).tables.flatMap(({ columns, rows }) =>
            rows.map(({ cells }) => cells[columns.findIndex(({ label }) => label === 'VAT')]));

        expect(new Set(rates).size).toBe(treatments.length);
    }
});

test('as it was issued, a document does not know the payments and correctives that came after', () => {
    const changes = { payments: [paidLater], paidMinor: 100_000n, creditedMinor: 20_000n };

    expect(plain(print(changes, { asIssued: true }).due)).toEqual(plain(print({}).due));
    expect(plain(print(changes).due)).toMatchObject({
        amount: '1 461,73 PLN',
        rows: [['Wartość brutto', '2 661,73 PLN'], ['Zapłacono', '−1 000,00 PLN'], ['Korekty', '−200,00 PLN']]
    });
});

test('money of its proforma that an invoice was issued with is subtracted, a payment of that day is not', () => {
    const paidAtOnce = { payments: [{ ...paidLater, date: '2026-11-23' }], paidMinor: 100_000n };
    const received = { ...paidAtOnce, receivedPayments: [{ date: '2026-11-20', amountMinor: 100_000n }] };

    expect(plain(print(paidAtOnce, { asIssued: true }).due)).toEqual(plain(print({}).due));
    expect(plain(print(received, { asIssued: true }).due)).toMatchObject({ amount: '1 661,73 PLN' });
    expect(print(received, { asIssued: true }).payment?.qr).toContain('|166173|');
});

test('what is paid in full asks for no payment, and still shows its gross amount', () => {
    const { due, payment } = print({ payments: [{ ...paidLater, date: '2026-11-23' }], paidMinor: issued.grossMinor });

    expect(payment).toBeNull();
    expect(plain(due)).toMatchObject({
        label: 'Do zapłaty', amount: '0,00 PLN',
        rows: [['Wartość brutto', '2 661,73 PLN'], ['Zapłacono', '−2 661,73 PLN']]
    });
});

test('an invoice that was cancelled by a corrective is marked, without a word behind the page', () => {
    const cancellation = { at: new Date(0), date: '2026-11-24', reason: 'Zwrot', annulled: false };
    const { marks, watermark, statements } = print({ cancellation, creditedMinor: issued.grossMinor });

    expect([marks, watermark]).toEqual([['Cofnięta dnia 24.11.2026'], null]);
    expect(statements.at(-1)?.text).toBe('Przyczyna: Zwrot');
});

test('a payment in cash shows no account and no code', () => {
    expect(plain(print({ paymentMethod: 'cash' }).payment)).toEqual({
        rows: [['Zapłać do', '07.12.2026'], ['Sposób zapłaty', 'gotówka'], ['Warunki płatności', '14 dni']], qr: null,
        qrText: 'Zeskanuj w aplikacji banku'
    });
});

test('the third party is labelled by its role', () => {
    const recipient = { name: 'Szkoła nr 1', nip: '5260001246', address: 'Rynek 1', role: 'jst_recipient' } as const;

    expect(print({ recipient }).recipient).toEqual({
        label: 'JST – odbiorca', name: 'Szkoła nr 1', lines: ['Rynek 1'], ids: [['NIP', '5260001246']]
    });
});

test('an address of which only the town is known apart is printed on its one line', () => {
    const buyer = { ...issued.buyer, street: null, address: 'Wola 7, 00-001 Wola', city: 'Wola' };

    expect(print({ buyer }).buyer.lines).toEqual(['Wola 7, 00-001 Wola']);
    expect(print({ buyer: { ...buyer, address: null, postalCode: '00-001' } }).buyer.lines).toEqual(['00-001 Wola']);
});

test('a tax number that is none of the EU is printed with its country', () => {
    const buyer = { ...issued.buyer, taxId: { country: 'CH', number: 'CHE123456788' }, country: 'CH' };
    const { ids, lines } = print({ buyer }).buyer;

    expect(ids).toEqual([['Nr podatkowy', 'CH CHE123456788']]);
    expect(lines.at(-1)).toBe('Szwajcaria');
});

test('money that needed no advance invoice is told with its day', () => {
    const { statements } = print({ receivedPayments: [{ date: '2026-11-20', amountMinor: 50_000n }] });

    expect(plain(statements)).toEqual([
        { text: 'Zapłatę 500,00 PLN otrzymano przed sprzedażą, dnia 20.11.2026', strong: false }]);
});

test.each([
    ['own words of the reverse charge follow those of the law', vatOf({ rate: 'oo', exemptionReason: 'Art. 194' }),
        'odwrotne obciążenie: Art. 194'],
    ['a supply within the EU has its provision', vatOf({ rate: 0, category: 'K' }),
        'Wewnątrzwspólnotowa dostawa towarów, art. 42 ust. 1 ustawy o VAT (intra-Community supply of goods)'],
    ['an exemption names its provision', vatOf({ rate: 'zw', exemptionReason: 'art. 113 ust. 1' }),
        'Exempt from VAT: art. 113 ust. 1']
])('%s', (_what, vat, text) => {
    const lines = issued.lines.map((line) => ({ ...line, vat }));

    expect(print({ lines, language: 'en-GB' }).statements.map((statement) => statement.text)).toEqual([text]);
});
