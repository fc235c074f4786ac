import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { exampleIssued } from './invoice.example.ts';
import { sealed } from './issue.ts';
import type { Invoice, InvoiceLine } from './invoice.ts';
import { canonicalContent } from './canonical-content.ts';
import { chainHashOf, contentHashOf } from './content-hash.ts';

const [first, ...rest] = exampleIssued.lines;
if (first === undefined) throw new Error('the example has no lines');
const withLine = (change: Partial<InvoiceLine>): Invoice =>
    ({ ...exampleIssued, lines: [{ ...first, ...change }, ...rest] });
/** The example: nothing in it needs format 3. */
const plain = exampleIssued;
const later = new Date('2026-12-01T00:00:00.000Z');

describe('the canonical content', () => {
    test.each<[string, Invoice]>([
        ['total', { ...exampleIssued, grossMinor: exampleIssued.grossMinor + 1n }],
        ["buyer's name", { ...exampleIssued, buyer: { ...exampleIssued.buyer, name: 'Ktoś inny' } }],
        ["seller's account",
            { ...exampleIssued, seller: exampleIssued.seller && { ...exampleIssued.seller, iban: 'PL00' } }],
        ['issue date', { ...exampleIssued, issueDate: '2026-11-22' }],
        ['organisation', { ...exampleIssued, organisationId: 'other' }],
        ['exchange rate',
            { ...exampleIssued, exchange: { rateNanos: 4_250_000_001n, date: '2026-11-20', source: 'manual' } }],
        ['original', {
            ...exampleIssued, correction: {
                invoiceId: exampleIssued.id, invoiceNumber: 'FV/1', invoiceIssueDate: '2026-11-01', sequence: 1,
                reason: 'Zwrot', customerId: exampleIssued.id, vatBefore: []
            }
        }],
        ['proforma', { ...exampleIssued, convertedFromId: exampleIssued.id }],
        ['order of lines', { ...exampleIssued, lines: exampleIssued.lines.toReversed() }],
        ['number of lines', { ...exampleIssued, lines: rest }],
        ["line's quantity", withLine({ quantityMicros: first.quantityMicros + 1n })],
        ["line's description", withLine({ description: `${first.description} ` })],
        ["line's VAT", withLine({ totals: { ...first.totals, vatMinor: first.totals.vatMinor - 1n } })],
        ["line's price source", withLine({ priceSource: { ...first.priceSource, stale: true } })],
        ["line's part of a correction", withLine({ correction: { lineId: first.id, part: 'after' } })]
    ])('is another one with another %s', (_what, changed) => {
        expect(contentHashOf(changed)).not.toBe(contentHashOf(exampleIssued));
    });

    test('is the same whatever happens to the document later, and whatever its number', () => {
        const lived: Invoice = {
            ...exampleIssued, version: 9, status: 'cancelled', paymentStatus: 'paid', paidMinor: 100n,
            creditedMinor: 1n, sentAt: later, updatedAt: later,
            cancellation: { at: later, date: '2026-12-01', reason: 'Pomyłka', annulled: true }, number: 'FV/9',
            seriesId: 'other', seriesNumber: 9n, convertedToId: exampleIssued.id, contentHash: 'a', chainHash: 'b',
            correctives: [{
                invoiceId: exampleIssued.id, invoiceNumber: 'FK/1', issueDate: '2026-12-01', grossMinor: -1n
            }]
        };

        expect(canonicalContent(lived)).toBe(canonicalContent(exampleIssued));
    });

    test('is the same whatever the order of members in which the database gives them back', () => {
        const reversed = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).reverse()) as T;
        const { buyer, seller, givenBuyer } = exampleIssued;
        const reordered: Invoice = {
            ...reversed({ ...exampleIssued }), buyer: reversed(buyer), seller: seller && reversed(seller),
            givenBuyer: reversed(givenBuyer),
            lines: exampleIssued.lines.map((line) => ({ ...line, priceSource: reversed(line.priceSource) }))
        };

        expect(canonicalContent(reordered)).toBe(canonicalContent(exampleIssued));
    });

    test('survives JSON: any text, and members that are absent or null', () => {
        const text = fc.string({ unit: 'binary', maxLength: 40 });
        fc.assert(fc.property(text, text, fc.option(text), (name, notes, address) => {
            const invoice: Invoice = { ...exampleIssued, notes, buyer: { ...exampleIssued.buyer, name, address } };
            const read: Invoice = { ...invoice, buyer: JSON.parse(JSON.stringify(invoice.buyer)) };

            expect(canonicalContent(read)).toBe(canonicalContent(invoice));
            expect(JSON.parse(canonicalContent(invoice))).toMatchObject({ notes, buyer: { name } });
        }), { numRuns: 500 });
    });

    test('leaves out what is null, so that a column that comes later changes no older hash', () => {
        expect(canonicalContent(exampleIssued)).not.toContain('null');
    });

    test('has decimals as the columns hold them, members in order, and says how it is written', () => {
        expect(canonicalContent(exampleIssued)).toMatch(/^\{"buyer":\{"address":/);
        expect(JSON.parse(canonicalContent(exampleIssued))).toMatchObject({
            format: 'invoices-service/document/2', totalGross: '2661.7300',
            lines: [{ quantity: '33.330000', unitPrice: '54.717072' }, {}]
        });
    });

    test('is in the first format where there is no order number, so that the build before can verify it', () => {
        const { contentFormat } = sealed({ ...plain, orderNumber: null });
        const content = JSON.parse(canonicalContent({ ...plain, orderNumber: null, contentFormat }));

        expect([contentFormat, content.format]).toEqual([null, 'invoices-service/document/1']);
        expect(sealed(plain).contentFormat).toBe(2);
    });

    test.each<[string, Invoice]>([
        ['buyer reference', { ...plain, buyerReference: '04011000-12345-67' }],
        ['electronic address', { ...plain, buyerEndpoint: { scheme: '9945', id: 'PL1234563218' } }],
        ['recipient', { ...plain, recipient: { name: 'Szkoła', nip: null, address: null, role: 'recipient' } }],
        ['e-invoice', { ...plain, eInvoice: 'xrechnung' }],
        ['group of goods', { ...plain, lines: [{ ...first, gtu: 7 }, ...rest] }]
    ])('is in the third format where there is a %s', (_what, invoice) => {
        expect(sealed(invoice).contentFormat).toBe(3);
    });

    test('has no order number where the build before issued the document, which did not know it', () => {
        const issuedBefore: Invoice = { ...exampleIssued, orderNumber: 'PO-1', contentFormat: null };

        expect(canonicalContent(issuedBefore)).toBe(canonicalContent({ ...issuedBefore, orderNumber: null }));
    });
});

test('the chain hash is made of three lines', () => {
    expect(chainHashOf('vat_invoice-2026-11', 'FV/2026/11/0001', 'ab'))
        .toBe('f2b3618e6bee779d2643f933f196586eeceb43880c29cdb3ce9239d943e71b02');
});
