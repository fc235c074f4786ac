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

const whole = exampleIssued.grossMinor;
const earlier = new Date('2026-11-23T10:15:00.000Z');

test.each([
    ['paid in full', {}, { paidMinor: whole, creditedMinor: 0n }, now],
    ['paid in part', {}, { paidMinor: whole - 1n, creditedMinor: 0n }, null],
    ['paid but for what was written off before', { creditedMinor: 1n }, { paidMinor: whole - 1n, creditedMinor: 1n },
        now],
    ['written off after a payment', { paidMinor: whole - 1n }, { paidMinor: whole - 1n, creditedMinor: 1n }, null],
    ['lowered after it was paid', { paidMinor: whole, paidAt: earlier }, { paidMinor: 1n, creditedMinor: whole - 1n },
        earlier],
    ['raised after it was paid', { paidMinor: whole, paidAt: earlier }, { paidMinor: whole, creditedMinor: -1n }, null],
    ['taken back after it was paid', { paidMinor: whole, paidAt: earlier }, { paidMinor: 0n, creditedMinor: whole },
        null]
] as const)('an invoice that is %s shows when a payment left nothing to pay', (_what, before, settled, paidAt) => {
    expect(settle({ ...exampleIssued, ...before }, settled, now).paidAt).toEqual(paidAt);
});

test('a cancelled invoice stays cancelled, and is not paid whatever is settled', () => {
    expect(settle({ ...exampleIssued, status: 'cancelled', paymentStatus: 'cancelled' },
        { paidMinor: whole, creditedMinor: 0n }, now))
        .toMatchObject({ status: 'cancelled', paymentStatus: 'cancelled', paidAt: null });
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
