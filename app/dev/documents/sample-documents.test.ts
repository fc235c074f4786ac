import { expect, test } from '@jest/globals';
import { exampleIssued, exampleOrganisation } from '../../domain/invoices/invoice.example.ts';
import { sellerOf } from '../../domain/organisations/organisation.ts';
import { printInvoice } from '../../domain/printing/print-invoice.ts';
import type { PrintedDocument } from '../../domain/printing/printed-document.ts';
import { noCorrections } from '../../features/correctives/corrected-state.ts';
import { everything } from '../../features/correctives/correction-input.ts';
import { newCorrective } from '../../features/correctives/corrective.ts';
import { samplesOf } from './sample-documents.ts';

/** Documents of every kind, made by the code of their features; the texts were read as a page. */
const samples = { pl: samplesOf('pl'), en: samplesOf('en') };

function sampleOf(name: string, language: 'pl' | 'en' = 'pl'): PrintedDocument {
    const found = samples[language].find((sample) => sample.name === name);
    if (found === undefined) {
        throw new Error(`there is no sample ${name}`);
    }
    return found.printed;
}

/** Text with the usual blank in the place of those that do not break. */
function plain(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value).replaceAll('\u00a0', ' '));
}

test('an advance invoice shows the order with its VAT and value, and the money by rate', () => {
    const { tables, breakdown, due, facts, payment, advances } = sampleOf('advance');

    expect(tables.map(({ heading }) => heading)).toEqual(['Zamówienie lub umowa']);
    expect(tables[0]?.columns.map(({ label }) => label)).toEqual(['Lp.', 'Nazwa towaru lub usługi', 'Ilość', 'J.m.',
        'Cena netto', 'Rabat', 'VAT', 'Wartość netto', 'Kwota VAT', 'Wartość brutto']);
    expect(plain(tables[0]?.rows[1]?.cells)).toEqual(['2', 'Listwa przypodłogowa MDF biała 80 mm', '72', 'mb', '19,90',
        '−71,64', '23%', '1 361,16', '313,07', '1 674,23']);
    expect(plain(tables[0]?.total)).toEqual(['Razem', '10 255,64', '1 858,38', '12 114,02']);
    expect(plain(breakdown.rows)).toEqual([['23%', '2 955,06', '679,66', '3 634,72'],
        ['8%', '1 092,18', '87,37', '1 179,55'], ['zw.', '185,73', '0,00', '185,73']]);
    expect(plain(due)).toEqual({
        label: 'Otrzymana zaliczka', amount: '5 000,00 PLN', words: 'Słownie: pięć tysięcy złotych', rows: []
    });
    expect(facts).toContainEqual(['Data otrzymania zapłaty', '18.11.2026']);
    expect(facts).toContainEqual(['Pro forma', 'PF/2026/11/0007']);
    expect({ payment, advances }).toEqual({ payment: null, advances: null });
});

test('a final invoice shows the whole order, what it deducts with numbers, and what remains', () => {
    const { heading, tables, advances, breakdown, due } = sampleOf('final', 'en');

    expect(heading).toBe('Final invoice');
    expect(tables[0]?.total).toEqual(['Total', '10,255.64']);
    expect(advances?.heading).toBe('Deducted advance invoices');
    expect(plain(advances?.rows[0])).toEqual(
        ['FZ/2026/11/0003', '23 Nov 2026', '23%', '2,955.06', '679.66', '3,634.72']);
    expect(advances?.total).toEqual(['Total advances', '', '', '4,232.97', '767.03', '5,000.00']);
    expect(breakdown.total).toEqual(['Total', '6,022.67', '1,091.35', '7,114.02']);
    expect(plain(due)).toMatchObject({
        label: 'Amount due', amount: '7,114.02 PLN',
        rows: [['Order, gross', '12,114.02 PLN'], ['Advances', '−5,000.00 PLN']]
    });
});

test('a corrective shows its reason, the lines before and after under one number, and the difference', () => {
    const { facts, tables, breakdown, due, payment, statements } = sampleOf('corrective');

    expect(facts).toContainEqual(['Do faktury', 'FV/2026/11/0042']);
    expect(facts).toContainEqual(['Data sprzedaży', '20.11.2026']);
    expect(plain(tables.map(({ heading, rows }) => [heading, rows.map(({ cells, detail }) =>
        [cells[0], cells[2], cells[5], cells[7], detail])]))).toEqual([
        ['Przed korektą', [['1', '48,36', '–', '5 798,36', null], ['2', '72', '−71,64', '1 361,16', 'rabat 5%']]],
        ['Po korekcie', [['1', '42', '–', '5 035,80', null], ['2', '72', '−143,28', '1 289,52', 'rabat 10%']]]
    ]);
    expect(plain([breakdown.heading, breakdown.rows])).toEqual(
        ['Różnica', [['23%', '−834,20', '−191,87', '−1 026,07']]]);
    expect(plain([due.label, due.amount])).toEqual(['Do zwrotu', '1 026,07 PLN']);
    expect(statements[0]).toEqual(
        { text: 'Przyczyna korekty: Zwrot dwóch paczek paneli, rabat po reklamacji', strong: true });
    expect(payment).toBeNull();
});

test('a corrective of data alone names what it was and what it is, and changes no amount', () => {
    const { tables, breakdown, due, statements, buyer } = sampleOf('corrective-data', 'en');

    expect(tables).toEqual([]);
    expect(breakdown.rows).toEqual([]);
    expect(plain([due.label, due.amount])).toEqual(['Change of the amount due', '0.00 PLN']);
    expect(statements.map(({ text }) => text)).toContain('Buyer\'s street: was “ul. Lipowa 2”, is “ul. Lipowa 12”');
    expect(buyer.lines).toEqual(['ul. Lipowa 12', '30-001 Kraków']);
});

test('two tax points have the exchange rate of each, and VAT in the VAT currency', () => {
    const { statements, breakdown, due } = sampleOf('foreign-currency', 'en');

    expect(plain(statements.map(({ text }) => text))).toEqual([
        'Exchange rate for the tax point of 10 Nov 2026: 1 EUR = 4.2541 PLN (NBP, table 217/A/NBP/2026, 9 Nov 2026)',
        'Exchange rate for the tax point of 23 Nov 2026: 1 EUR = 4.2617 PLN (NBP, table 225/A/NBP/2026, 20 Nov 2026)'
    ]);
    expect(breakdown.columns.at(-1)?.label).toBe('VAT (PLN)');
    expect(breakdown.total).toEqual(['Total', '1,977.65', '454.86', '2,432.51', '1,936.10']);
    expect(plain(due.amount)).toBe('2,432.51 EUR');
});

test('the reverse charge is said in the words of the law, with both VAT numbers and countries', () => {
    const { statements, seller, buyer, breakdown } = sampleOf('reverse-charge', 'en');

    expect(statements[0]).toEqual({ text: 'odwrotne obciążenie (reverse charge)', strong: true });
    expect(seller.ids).toContainEqual(['VAT ID', 'PL1234563218']);
    expect(seller.lines).toContain('Poland');
    expect([buyer.lines.at(-1), buyer.ids]).toEqual(['Germany', [['VAT ID', 'DE136695976']]]);
    expect(breakdown.rows[0]?.slice(0, 3)).toEqual(['reverse (EU)', '2,646.12', '0.00']);
});

test('split payment is said, and the code of an ordinary transfer is left out', () => {
    const { statements, payment } = sampleOf('split-payment');

    expect(statements[0]).toEqual({ text: 'mechanizm podzielonej płatności', strong: true });
    expect(payment?.qr).toBeNull();
    expect(payment?.rows[0]).toEqual(['Numer rachunku', 'PL61 1090 1014 0000 0712 1981 2874']);
});

test('a duplicate and an annulled invoice are marked, and nothing is to be paid on the latter', () => {
    expect(sampleOf('duplicate').marks).toEqual(['DUPLIKAT z dnia 04.12.2026']);
    expect(plain(sampleOf('duplicate', 'en').marks)).toEqual(['DUPLICATE (DUPLIKAT) of 4 Dec 2026']);
    const { marks, watermark, due, payment } = sampleOf('annulled');
    expect([marks, watermark]).toEqual([['Anulowana dnia 23.11.2026'], 'ANULOWANA']);
    expect(plain(due.amount)).toBe('0,00 PLN');
    expect(payment).toBeNull();
});

test('a document of KSeF has its number among the facts, and its codes', () => {
    const { facts, ksef } = sampleOf('ksef');

    expect(facts.at(-1)).toEqual(['Numer KSeF', '1234563218-20261123-0A1B2C3D4E5F-6A']);
    expect(ksef?.codes).toHaveLength(1);
});

test('both languages have the same documents with the same number of rows and amounts', () => {
    const shapesOf = (language: 'pl' | 'en') => samples[language].map(({ name, printed }) => [
        name, printed.template, printed.facts.length, printed.tables.map(({ rows, columns }) => [
            columns.length, rows.map(({ carried }) => carried.replaceAll(/[\u00a0.,]/g, ''))
        ]), printed.statements.length
    ]);

    expect(shapesOf('pl')).toEqual(shapesOf('en'));
});

test('a corrective that takes a final invoice back gives its advances back too', () => {
    const { advances, tables, breakdown, due } = sampleOf('corrective-final');

    expect(advances?.heading).toBe('Faktury zaliczkowe, których rozliczenie cofnięto');
    expect(plain(advances?.total)).toEqual(['Razem zaliczki', '', '', '−4 232,97', '−767,03', '−5 000,00']);
    expect(plain(tables.map(({ heading, total }) => [heading, total]))).toEqual(
        [['Przed korektą', ['Razem', '10 255,64']], ['Po korekcie', ['Razem', '0,00']]]);
    expect(plain(breakdown.total)).toEqual(['Razem', '−6 022,67', '−1 091,35', '−7 114,02']);
    expect(plain([due.label, due.amount])).toEqual(['Do zwrotu', '7 114,02 PLN']);
});

test('a line that was forgotten stands after the others, with a position of its own', () => {
    const [line] = exampleIssued.lines;
    if (line === undefined) {
        throw new Error('the example has lines');
    }
    const { correction: _none, totals: _totals, ...draftLine } = line;
    const { invoice } = newCorrective({
        organisation: exampleOrganisation, original: exampleIssued, corrections: noCorrections, notes: null,
        reason: 'Pominięta pozycja', createdBy: 'user-17', today: '2026-11-24', now: new Date(0),
        changes: {
            ...everything, isFull: false, items: [{ itemId: line.id, quantity: 40_000_000n }],
            newLines: [{ ...draftLine, id: 'new', description: 'Transport', quantityMicros: 1_000_000n }]
        }
    });
    const seller = sellerOf({ ...exampleOrganisation, iban: 'PL61109010140000071219812874' }, 'PLN');
    const { tables, due, payment } = printInvoice({ ...invoice, number: 'FK/2026/11/0004' }, { seller });

    expect(tables.map(({ heading, rows }) => [heading, rows.map(({ cells }) => cells.slice(0, 2))])).toEqual([
        ['Przed korektą', [['1', 'Montaż paneli']]],
        ['Po korekcie', [['1', 'Montaż paneli'], ['2', 'Transport']]]
    ]);
    expect(plain([due.label, due.amount])).toEqual(['Do zapłaty', '516,21 PLN']);
    expect(payment?.rows).toContainEqual(['Zapłać do', '08.12.2026']);
});
