import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exact, readEInvoice, wrongSums } from '../../../test/support/read-e-invoice.ts';
import { randomDraft } from '../../../test/support/random-invoice.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { breakdownOf } from '../invoices/deduction.ts';
import { inBothCurrencies } from '../invoices/exchange.ts';
import { exampleOrganisation } from '../invoices/invoice.example.ts';
import type { Invoice } from '../invoices/invoice.ts';
import { sellerOf } from '../organisations/organisation.ts';
import { toCii } from './cii.ts';
import { faultsOfEInvoice } from './e-invoice-rules.ts';
import type { EInvoice } from './e-invoice.ts';
import { toEInvoice } from './to-e-invoice.ts';
import { toUbl } from './ubl.ts';

const rate = { rateNanos: 4_321_500_000n, date: '2026-11-20', source: 'nbp-a 225/A/NBP/2026' };

/** A document in both currencies, as it would be issued. */
function eInvoiceOf(draft: Invoice): EInvoice {
    const dated = { ...draft, issueDate: '2026-11-23', saleDate: '2026-11-23', dueDate: '2026-12-07' };
    return toEInvoice({
        invoice: inBothCurrencies(dated, 'PLN', rate), seller: sellerOf(exampleOrganisation, draft.currency),
        number: 'FV/2026/11/0001', issueDate: '2026-11-23'
    }, 'en16931');
}

/** Documents whose amounts an e-invoice can hold: in two decimals. */
const writable = randomDraft.filter((draft) =>
    !faultsOfEInvoice(eInvoiceOf(draft)).some(({ code }) => code.startsWith('BR-DEC')));

describe.each([['UBL', toUbl], ['CII', toCii]] as const)('%s', (_name, write) => {
    test('adds up to the cent, and comes to the very totals of the invoice', () => {
        fc.assert(fc.property(writable, (draft) => {
            const read = readEInvoice(write(eInvoiceOf(draft)));

            const amount = (minor: bigint): bigint => exact(formatMinor(minor, decimalsOf(draft.currency)));
            expect(wrongSums(read)).toEqual([]);
            expect([read.net, read.vat, read.gross, read.due])
                .toEqual([draft.netMinor, draft.vatMinor, draft.grossMinor, draft.grossMinor].map(amount));
        }), { numRuns: 150 });
    });

    test('has the net and VAT of each rate as the invoice has them', () => {
        fc.assert(fc.property(writable, (draft) => {
            const { breakdown } = readEInvoice(write(eInvoiceOf(draft)));

            const rows = Map.groupBy(breakdownOf(draft), ({ category, ratePercentMicros }) =>
                `${category} ${category === 'O' ? '-' : formatMinor(ratePercentMicros, 6).replace(/\.?0+$/, '')}`);
            const sums = [...rows].map(([key, group]) => ({
                rate: key,
                net: group.reduce((sum, { netMinor }) => sum + netMinor, 0n),
                vat: group.reduce((sum, { vatMinor }) => sum + vatMinor, 0n)
            }));
            const amount = (minor: bigint): bigint => exact(formatMinor(minor, decimalsOf(draft.currency)));
            expect(breakdown).toEqual(sums.map(({ rate: key, net, vat }) =>
                ({ rate: key, net: amount(net), vat: amount(vat) })));
        }), { numRuns: 100 });
    });
});

test('the two syntaxes say the same', () => {
    fc.assert(fc.property(writable, (draft) => {
        const eInvoice = eInvoiceOf(draft);

        expect(readEInvoice(toCii(eInvoice))).toEqual(readEInvoice(toUbl(eInvoice)));
    }), { numRuns: 100 });
});
