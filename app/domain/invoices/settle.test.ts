import { expect, test } from '@jest/globals';
import { exampleIssued } from './invoice.example.ts';
import { settle } from './settle.ts';

const now = new Date('2026-11-24T10:15:00.000Z');
const free = { ...exampleIssued, netMinor: 0n, vatMinor: 0n, grossMinor: 0n };

test.each([
    ['issued', null, 0n, 'pending'], ['issued', null, 1n, 'partial'], ['paid', null, exampleIssued.grossMinor, 'paid'],
    ['sent', now, 1n, 'partial'], ['paid', now, exampleIssued.grossMinor, 'paid']
] as const)('an invoice is %s when it was sent at %s and %s was paid', (status, sentAt, paidMinor, paymentStatus) => {
    expect(settle({ ...exampleIssued, sentAt }, { paidMinor, creditedMinor: 0n }, now))
        .toMatchObject({ status, paymentStatus, paidMinor, version: exampleIssued.version + 1 });
});

test.each([['issued', null], ['sent', now]] as const)(
    'an invoice of 0.00 stays %s, with nothing left to pay', (status, sentAt) => {
        expect(settle({ ...free, status, sentAt }, { paidMinor: 0n, creditedMinor: 0n }, now))
            .toMatchObject({ status, paymentStatus: 'paid' });
    });

test('an invoice of 0.00 that a corrective raised is paid when the rise is', () => {
    expect(settle(free, { paidMinor: 50n, creditedMinor: -50n }, now))
        .toMatchObject({ status: 'paid', paymentStatus: 'paid' });
});

test('nobody pays more than the invoice comes to, or less than nothing', () => {
    for (const [paidMinor, creditedMinor] of [[exampleIssued.grossMinor, 1n], [-1n, 0n]] as const) {
        expect(() => settle(exampleIssued, { paidMinor, creditedMinor }, now)).toThrow(RangeError);
    }
});
