import { expect, test } from '@jest/globals';
import { amountInWords } from './amount-in-words.ts';
import {
    printedAmount, printedDate, printedIban, printedMicros, printedMoney, printedPrice, printedRate
} from './printed-number.ts';
import { transferCode } from './transfer-code.ts';

test.each([
    [-1_234_560n, 'PLN', 'pl', '−12\u00a0345,60'], [-1_234_560n, 'PLN', 'en', '−12,345.60'],
    [350n, 'JPY', 'pl', '350'], [1_000n, 'JPY', 'en', '1,000'], [1_234_567n, 'KWD', 'en', '1,234.567'],
    [0n, 'PLN', 'pl', '0,00'], [5n, 'PLN', 'pl', '0,05']
] as const)('%s minor units of %s are in %s %s', (minor, currency, language, printed) => {
    expect(printedAmount(minor, currency, language)).toBe(printed);
});

test('money, quantities, prices and rates keep the decimals that they need', () => {
    expect(printedMoney(100n, 'EUR', 'pl')).toBe('1,00\u00a0EUR');
    expect(printedMicros(1_123_456n, 'pl')).toBe('1,123456');
    expect(printedMicros(5_000_000_000n, 'en')).toBe('5,000');
    expect(printedPrice(54_717_072n, 'PLN', 'en')).toBe('54.717072');
    expect(printedPrice(350_000_000n, 'JPY', 'en')).toBe('350');
    expect(printedRate(4_250_000_001n, 'pl')).toBe('4,250000001');
});

test('dates and accounts', () => {
    expect(printedDate('2026-03-05', 'pl')).toBe('05.03.2026');
    expect(printedDate('2026-03-05', 'en')).toBe('5\u00a0Mar\u00a02026');
    expect(printedIban('PL61109010140000071219812874')).toBe('PL61 1090 1014 0000 0712 1981 2874');
});

test.each([
    [750n, 'PLN', 'pl', 'siedem złotych pięćdziesiąt groszy'], [100n, 'PLN', 'pl', 'jeden złoty'],
    [200n, 'PLN', 'pl', 'dwa złote'], [0n, 'PLN', 'pl', 'zero złotych'], [750n, 'EUR', 'pl', 'siedem EUR 50/100'],
    [350n, 'JPY', 'pl', 'trzysta pięćdziesiąt JPY'], [1_001n, 'KWD', 'en', 'one KWD 001/1000'],
    [121_102n, 'PLN', 'en', 'one thousand two hundred and eleven PLN 02/100']
] as const)('%s minor units of %s are in %s words: %s', (minor, currency, language, words) => {
    expect(amountInWords(minor, currency, language)).toBe(words);
});

const transfer = {
    iban: 'PL61109010140000071219812874', receiver: 'Przykładowe Podłogi sp. z o.o.', nip: '1234563218',
    amountMinor: 1_234n, currency: 'PLN', title: 'FV/2026/11/0042'
};

test('in PLN to a Polish account the code has the form of the banks', () => {
    expect(transferCode(transfer))
        .toBe('1234563218|PL|61109010140000071219812874|001234|Przykładowe Podłogi|FV/2026/11/0042|||');
    expect(transferCode({ ...transfer, nip: null, receiver: 'a|b\nc', title: 'x'.repeat(40) }))
        .toBe(`|PL|61109010140000071219812874|001234|a b c|${'x'.repeat(32)}|||`);
});

test('in EUR the code has the form of the European Payments Council', () => {
    expect(transferCode({ ...transfer, currency: 'EUR' })).toBe(
        'BCD\n002\n1\nSCT\n\nPrzykładowe Podłogi sp. z o.o.\nPL61109010140000071219812874\nEUR12.34\n\n\n'
            + 'FV/2026/11/0042');
});

test.each([
    ['another currency', { currency: 'CZK' }], ['PLN to a foreign account', { iban: 'DE89370400440532013000' }],
    ['nothing to pay', { amountMinor: 0n }], ['more than the form holds', { amountMinor: 1_000_000_000n }]
])('there is no code for %s', (_what, changes) => {
    expect(transferCode({ ...transfer, ...changes })).toBeNull();
});
