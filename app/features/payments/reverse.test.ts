import { describe, expect, test } from '@jest/globals';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { examplePayment } from './payment.example.ts';
import { reverse } from './reverse.ts';
import type { Movement, StoredSettlement } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

const { customerId } = examplePayment;
const invoiceId = exampleIssued.id;

function invoice(changes: Partial<Invoice>): Invoice {
    return { ...exampleIssued, grossMinor: 10_000n, paidMinor: 0n, creditedMinor: 0n, ...changes };
}

function settlement(kind: SettlementKind, ...movements: readonly Movement[]): StoredSettlement {
    return { ...examplePayment, kind, reversedById: null, entries: movements.map((movement, place) =>
        ({ ...movement, id: String(place) })) };
}

function corrected(grossMinor: bigint) {
    return [{ invoiceId: 'c', invoiceNumber: 'FK/1', issueDate: '2026-11-23', grossMinor, dueDate: null }];
}

const moving = (movements: readonly Movement[]) => movements.filter(({ amountMinor }) => amountMinor !== 0n);
const paid = (amountMinor: bigint): Movement => ({ account: 'paid', invoiceId, amountMinor });
const credited = (amountMinor: bigint): Movement => ({ account: 'credited', invoiceId, amountMinor });
const credit = (amountMinor: bigint): Movement => ({ account: 'credit', customerId, amountMinor });

describe('reversing', () => {
    test('a payment negates its movements while the invoice still holds what was paid', () => {
        const movements = reverse(
            settlement('payment', paid(6_000n), credit(500n)), [invoice({ paidMinor: 7_000n })], 500n);

        expect(moving(movements)).toEqual([paid(-6_000n), credit(-500n)]);
    });

    test.each([
        ['is taken off its proforma', 6_000n, [-6_000n]], ['has nothing to be taken off when that was annulled', 0n, []]
    ] as const)('an advance gives its credit back, and %s', (_what, paidMinor, taken) => {
        const proforma = invoice({ invoiceType: 'proforma', paidMinor });
        const advance = (amountMinor: bigint): Movement => ({ account: 'advance', invoiceId, amountMinor });

        const movements = reverse(settlement('payment', advance(6_000n), credit(7_000n)), [proforma], 7_000n);

        expect(moving(movements)).toEqual([...taken.map(advance), credit(-7_000n)]);
    });

    test.each([
        [4_000n, 2_000n], [0n, 6_000n]
    ])('a payment of which the invoice holds %s takes %s from the credit', (held, missing) => {
        const movements = reverse(settlement('payment', paid(6_000n)), [invoice({ paidMinor: held })], 6_000n);

        expect(moving(movements)).toEqual(moving([paid(-held), credit(-missing)]));
    });

    test('needs the credit to the cent', () => {
        const payment = settlement('payment', paid(6_000n), credit(500n));

        expect(() => reverse(payment, [invoice({ paidMinor: 6_000n })], 500n)).not.toThrow();
        expect(() => reverse(payment, [invoice({ paidMinor: 6_000n })], 499n))
            .toThrow(expect.objectContaining({ code: 'CREDIT_ALREADY_USED' }));
        expect(() => reverse(payment, [invoice({ paidMinor: 5_999n })], 500n))
            .toThrow(expect.objectContaining({ code: 'CREDIT_ALREADY_USED' }));
    });

    test('a refund gives the credit back, whatever it is now', () => {
        expect(moving(reverse(settlement('refund', credit(-700n)), [], 0n))).toEqual([credit(700n)]);
    });

    test('a write-off is allowed as long as the corrected invoice claims as much', () => {
        const writtenOff = settlement('write_off', credited(100n));
        const partly = invoice({ paidMinor: 6_900n, creditedMinor: 3_100n, correctives: corrected(-3_000n) });
        const wholly = invoice({ paidMinor: 6_900n, creditedMinor: 3_100n, correctives: corrected(-3_001n) });

        expect(moving(reverse(writtenOff, [partly], 0n))).toEqual([credited(-100n)]);
        expect(() => reverse(writtenOff, [wholly], 0n))
            .toThrow(expect.objectContaining({ code: 'PAYMENT_NOT_REVERSIBLE' }));
    });

    test.each(['corrective', 'annulment', 'reversal'] as const)('a %s is refused', (kind) => {
        expect(() => reverse(settlement(kind, credited(100n)), [invoice({ creditedMinor: 100n })], 0n))
            .toThrow(expect.objectContaining({ code: 'PAYMENT_NOT_REVERSIBLE' }));
    });

    test('what was reversed before is refused', () => {
        expect(() => reverse(
            { ...settlement('payment', paid(1n)), reversedById: 'r' }, [invoice({ paidMinor: 1n })], 0n))
            .toThrow(expect.objectContaining({ code: 'PAYMENT_ALREADY_REVERSED' }));
    });

    test('without an invoice that it names is a fault of ours', () => {
        expect(() => reverse(settlement('payment', paid(1n)), [], 0n)).toThrow('was not read');
    });
});
