import { expect, test } from '@jest/globals';
import { dueDateOfTerms, namedDays } from './payment-terms.ts';

const issue = (days: number) => ({ days, from: 'issue' });
const endOfMonth = (days: number) => ({ days, from: 'end_of_month' });

test.each([
    ['14', 14], ['0', 0], ['365', 365], [' 14 d ', 14], ['14 dni', 14], ['1 dzień', 1], ['1 day', 1], ['30 DNI', 30],
    ['Przelew 30 dni', 30], ['Przelew, 30\u00a0dni', 30], ['Płatność przelewem w ciągu 21 dni', 21],
    ['Płatność w terminie 30 dni od daty wystawienia faktury', 30],
    ['30 dni od dnia wystawienia', 30], ['14 dni po wystawieniu faktury', 14], ['14 dni od daty faktury', 14],
    ['30 (trzydzieści) dni od daty wystawienia', 30], ['termin 30-dniowy', 30], ['14 dni kalendarzowych', 14],
    ['within 30 days', 30], ['Payment due within 30 days of invoice date', 30], ['30 days net', 30], ['net 30', 30],
    ['Net 30 days', 30], ['30 days from the date of invoice', 30], ['45 days after the invoice date', 45],
    ['60 days from date of issue', 60], ['14 dni od daty wystawienia, licząc od dnia wystawienia', 14],
    ['30 dni / 30 days', 30], ['Przelew 14 dni, odsetki ustawowe 11,25 %', 14],
    ['Przelew 14 dni. Po terminie naliczamy odsetki.', 14], ['gotówka lub przelew 7 dni', 7],
    ['Umowa 30/2026, przelew 21 dni', 21], ['30 dni netto', 30], ['Net 30', 30], ['366', 366], ['400 dni', 400],
    ['1000 dni', 1_000]
])('%j is %i days from the issue date', (terms, days) => {
    expect(namedDays(terms)).toEqual(issue(days));
});

test.each([
    ['30 dni od końca miesiąca', 30], ['Przelew 14 dni od końca bieżącego miesiąca', 14],
    ['30 days from the end of the month', 30], ['30 days after end of month', 30], ['15 days after month end', 15],
    ['30 days from EOM', 30], ['60 dni od końca miesiąca', 60], ['do końca miesiąca', 0],
    ['Płatność do końca bieżącego miesiąca', 0], ['na koniec miesiąca', 0], ['Przelew z końcem miesiąca', 0],
    ['end of month', 0], ['Due by the end of the month', 0], ['EOM', 0]
])('%j is %i days from the end of the month', (terms, days) => {
    expect(namedDays(terms)).toEqual(endOfMonth(days));
});

test.each([
    [null], [''], ['po odbiorze'], ['z góry'], ['przedpłata'], ['30/2026'],
    // Two numbers of days, or a discount for paying early.
    ['2% 10 days, net 30'], ['2/10 net 30'], ['Skonto 2 % przy płatności w 7 dni'], ['14 lub 30 dni, 7 dni gotówka'],
    ['Przelew 14 dni, po 30 dniach windykacja'], ['14 dni / 30 days'],
    // Another day than the issue date.
    ['14 dni od daty dostawy'], ['30 dni po odbiorze robót'], ['30 days after delivery'], ['30 days from receipt'],
    ['7 dni przed montażem'], ['30 dni od daty otrzymania faktury'], ['30 dni od daty sprzedaży'],
    ['30 dni od końca kwartału'], ['10 day of the following month'], ['30 days EOM'], ['30 days end of month'],
    ['30 dni od wystawienia faktury lub 30 dni od odbioru robót'], ['30 days from invoice or after delivery'],
    // Another month, or an event beside the end of the month.
    ['do końca następnego miesiąca'], ['by the end of next month'], ['do końca miesiąca po odbiorze'],
    ['przed końcem miesiąca'], ['do końca roku'], ['end of month following delivery'],
    ['14 dni roboczych'], ['10 business days'], ['do 10 dnia następnego miesiąca'], ['do 30.12.2026'], ['30 m² paneli']
])('%j names no days', (terms) => {
    expect(namedDays(terms)).toBeUndefined();
});

test.each([
    ['Przelew 30 dni', '2026-11-24', '2026-12-24'], ['30 dni od końca miesiąca', '2026-11-24', '2026-12-30'],
    ['30 dni od końca miesiąca', '2027-02-01', '2027-03-30'], ['30 dni od końca miesiąca', '2028-02-29', '2028-03-30'],
    ['14 dni od końca miesiąca', '2026-12-31', '2027-01-14'], ['0 dni', '2026-12-31', '2026-12-31'],
    ['do końca miesiąca', '2026-11-24', '2026-11-30'], ['EOM', '2028-02-01', '2028-02-29'],
    ['po odbiorze', '2026-11-24', undefined]
])('%j of a document issued on %s makes it due on %s', (terms, issueDate, dueDate) => {
    expect(dueDateOfTerms(terms, issueDate)).toBe(dueDate);
});
