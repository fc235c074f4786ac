import { describe, expect, test } from '@jest/globals';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { checkedSums } from './balances.ts';
import { assertInvariant } from './settlement-invariants.ts';
import { assertPayable } from './payable.ts';
import type { Movement } from './settlement.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

const paid = (amountMinor: bigint): Movement => ({ account: 'paid', invoiceId: exampleIssued.id, amountMinor });
const credited = (amountMinor: bigint): Movement => ({ account: 'credited', invoiceId: exampleIssued.id, amountMinor });
const advance = (amountMinor: bigint): Movement => ({ account: 'advance', invoiceId: exampleIssued.id, amountMinor });
const credit = (amountMinor: bigint): Movement => ({ account: 'credit', customerId: 'c', amountMinor });

const lawful: readonly (readonly [SettlementKind, readonly Movement[]])[] = [
    ['payment', [paid(70n), credit(30n)]], ['payment', [credit(100n)]], ['credit_use', [paid(100n), credit(-100n)]],
    ['refund', [credit(-100n)]], ['write_off', [credited(100n)]], ['annulment', [credited(100n)]],
    ['payment', [advance(100n), credit(100n)]], ['payment', [advance(40n), credit(100n)]],
    ['annulment', [credited(100n), advance(-40n)]]
];
const unlawful: readonly (readonly [SettlementKind, readonly Movement[]])[] = [
    ['payment', [paid(70n), credit(29n)]], ['payment', [paid(101n), credit(-1n)]],
    ['payment', [paid(99n), credited(1n)]], ['credit_use', [paid(100n), credit(-99n)]],
    ['credit_use', [paid(100n)]], ['refund', [credit(100n)]], ['refund', [paid(-100n)]], ['write_off', [credited(99n)]],
    ['write_off', [paid(100n)]], ['annulment', [credited(99n)]], ['annulment', [credited(100n), credit(1n)]],
    ['payment', [advance(101n), credit(100n)]], ['payment', [advance(100n)]], ['payment', [paid(100n), advance(100n)]],
    ['payment', [advance(-1n), credit(100n)]], ['credit_use', [advance(100n), credit(-100n)]],
    ['refund', [credit(-100n), advance(-100n)]], ['write_off', [credited(100n), advance(1n)]],
    ['annulment', [credited(100n), advance(1n)]], ['annulment', [credited(100n), advance(-101n)]]
];

describe('the law of a kind', () => {
    test.each(lawful)('%s takes %j', (kind, movements) => {
        expect(() => assertInvariant(kind, 100n, movements)).not.toThrow();
    });

    test.each(unlawful)('%s refuses %j', (kind, movements) => {
        expect(() => assertInvariant(kind, 100n, movements)).toThrow('do not add up');
    });
});

test('columns that are not the sums of their rows are a fault', () => {
    const invoice = { ...exampleIssued, paidMinor: 100n, creditedMinor: 5n };

    expect(checkedSums(invoice, [paid(60n), paid(40n), credited(5n)])).toEqual({ paidMinor: 100n, creditedMinor: 5n });
    expect(() => checkedSums(invoice, [paid(60n), paid(39n), credited(5n)])).toThrow('not paid and credited');
    expect(() => checkedSums(invoice, [])).toThrow('not paid and credited');
});

test('a corrective is not paid by itself', () => {
    expect(() => assertPayable({ ...exampleIssued, invoiceType: 'corrective' }, 'allocations[3].invoiceId'))
        .toThrow(expect.objectContaining({
            code: 'INVOICE_NOT_PAYABLE', message: expect.stringContaining('allocations[3].invoiceId')
        }));
    expect(() => assertPayable(exampleIssued)).not.toThrow();
});
