import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { exampleIssued } from '../../domain/invoices/invoice.example.ts';
import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { allocate, type Share } from './allocate.ts';
import { afterSettlement, balancesOf, checkedSums } from './balances.ts';
import { sumsOf, assertInvariant } from './settlement-invariants.ts';
import { receivedAdvance, writtenOffBalance, refundedCredit, usedCredit, type Moved } from './movements.ts';
import { reverse } from './reverse.ts';
import { customerOf, type Movement, type StoredSettlement } from './settlement.ts';
import { examplePayment } from './payment.example.ts';
import type { SettlementKind } from '../../foundation/vocabulary/settlement-kinds.ts';

/** The books of one customer: the content of the database in its simplest form. */
type Books = {
    readonly invoices: readonly Invoice[]; readonly settlements: readonly StoredSettlement[];
    readonly creditMinor: bigint; readonly proforma: Invoice
};

const now = new Date('2026-11-24T10:00:00.000Z');
const customerId = customerOf(exampleIssued);

const index = fc.nat(9);
const amount = fc.bigInt(1n, 30_000n);
const step = fc.oneof(
    fc.record({ act: fc.constant('pay' as const), amount, shares: fc.array(
        fc.record({ index, amount: fc.option(amount, { nil: undefined }) }), { maxLength: 4 }) }),
    fc.record({ act: fc.constant('advance' as const), amount }),
    fc.record({ act: fc.constant('use' as const), index, amount: fc.option(amount, { nil: undefined }) }),
    fc.record({ act: fc.constant('refund' as const), amount }),
    fc.record({ act: fc.constant('forgive' as const), index }),
    fc.record({ act: fc.constant('correct' as const), index, amount }),
    fc.record({ act: fc.constant('reverse' as const), index: fc.nat(30) })
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const grosses = fc.array(fc.bigInt(1n, 20_000n), { minLength: 1, maxLength: 4 });

function opened(gross: readonly bigint[]): Books {
    return {
        invoices: gross.map((grossMinor, place) => ({
            ...exampleIssued, id: `00000000-0000-4000-8000-00000000000${place}`, grossMinor,
            netMinor: grossMinor, vatMinor: 0n
        })),
        settlements: [], creditMinor: 0n,
        proforma: {
            ...exampleIssued, id: '00000000-0000-4000-8000-0000000000ff', invoiceType: 'proforma', grossMinor: 15_000n,
            netMinor: 15_000n, vatMinor: 0n
        }
    };
}

function at<Value>(values: readonly Value[], place: number): Value | undefined {
    return values[place % Math.max(values.length, 1)];
}

/** Effect of a corrective as specified: less is owed, and the overpaid amount goes to the credit. */
function corrected(invoice: Invoice, byMinor: bigint): Moved {
    const lessMinor = byMinor < invoice.grossMinor - invoice.creditedMinor
        ? byMinor : invoice.grossMinor - invoice.creditedMinor;
    const overMinor = lessMinor - balanceOf(invoice) > 0n ? lessMinor - balanceOf(invoice) : 0n;
    return {
        amountMinor: lessMinor,
        movements: [
            { account: 'credited', invoiceId: invoice.id, amountMinor: lessMinor },
            { account: 'paid', invoiceId: invoice.id, amountMinor: -overMinor },
            { account: 'credit', customerId, amountMinor: overMinor }
        ]
    };
}

function decide(books: Books, taken: Step): readonly [SettlementKind, Moved, StoredSettlement | undefined] | undefined {
    const { invoices, settlements, creditMinor, proforma } = books;
    const invoice = 'index' in taken ? at(invoices, taken.index) : undefined;
    switch (taken.act) {
        case 'pay': {
            const shares = new Map(taken.shares.map((share) => [at(invoices, share.index), share.amount] as const));
            const given: Share[] = [...shares].flatMap(([of, amountMinor]) =>
                (of === undefined ? [] : [{ invoice: of, amountMinor, path: 'allocations' }]));
            return ['payment', {
                amountMinor: taken.amount, movements: allocate(taken.amount, customerId, given)
            }, undefined];
        }
        case 'advance':
            return ['payment', {
                amountMinor: taken.amount, movements: receivedAdvance(proforma, taken.amount)
            }, undefined];
        case 'refund':
            return ['refund', refundedCredit(customerId, creditMinor, taken.amount, 'PLN'), undefined];
        case 'use':
            return invoice && ['credit_use', usedCredit(invoice, creditMinor, taken.amount), undefined];
        case 'forgive':
            return invoice && ['write_off', writtenOffBalance(invoice, '50.00'), undefined];
        case 'correct':
            return invoice && ['corrective', corrected(invoice, taken.amount), undefined];
        case 'reverse': {
            const settlement = at(settlements, taken.index);
            return settlement && ['reversal', {
                amountMinor: settlement.amountMinor,
                movements: reverse(settlement, [...invoices, proforma], creditMinor)
            }, settlement];
        }
    }
}

function book(
    books: Books, kind: SettlementKind, { amountMinor, movements }: Moved, reversed: StoredSettlement | undefined
): Books {
    const id = String(books.settlements.length);
    const entries = movements.filter((movement) => movement.amountMinor !== 0n).map((movement, place) =>
        ({ ...movement, id: `${id}-${place}` }));
    const settlement: StoredSettlement = {
        ...examplePayment, id, kind, customerId, amountMinor, entries,
        reversesId: reversed?.id ?? null, reversedById: null, createdAt: now
    };
    const moved = afterSettlement([...books.invoices, books.proforma], settlement);
    return {
        invoices: books.invoices.map((invoice) => {
            const after = moved.find((candidate) => candidate.id === invoice.id) ?? invoice;
            const isCorrected = kind === 'corrective'
                && movements.some((movement) => movement.account === 'credited' && movement.invoiceId === invoice.id);
            return isCorrected ? { ...after, correctives: [...after.correctives, {
                invoiceId: id, invoiceNumber: id, issueDate: '2026-11-24', grossMinor: -amountMinor,
                dueDate: null
            }] } : after;
        }),
        settlements: [
            ...books.settlements.map((kept) => (kept === reversed ? { ...kept, reversedById: id } : kept)), settlement
        ],
        creditMinor: books.creditMinor + sumsOf(entries).credit,
        proforma: moved.find(({ id: changed }) => changed === books.proforma.id) ?? books.proforma
    };
}

/** A settlement that can be reversed and was not reversed yet. */
function standing({ settlements }: Books, wanted: string): StoredSettlement | undefined {
    return settlements.find(({ id, kind, reversedById }) =>
        id === wanted && kind !== 'reversal' && reversedById === null);
}

/** The books after the steps; a refused step changes nothing. */
function after(gross: readonly bigint[], steps: readonly Step[], check: (books: Books) => void): Books {
    let books = opened(gross);
    for (const taken of steps) {
        try {
            const decided = decide(books, taken);
            if (decided !== undefined) {
                books = book(books, ...decided);
            }
        } catch (error) {
            if (!(error instanceof DomainError)) throw error;
        }
        check(books);
    }
    return books;
}

const steps = fc.array(step, { maxLength: 30 });

test('whatever happens, paid + credited + balance = gross, nothing is below zero, and the columns are the sums of the rows', () => {
    fc.assert(fc.property(grosses, steps, (gross, taken) => {
        after(gross, taken, ({ invoices, settlements, creditMinor, proforma }) => {
            const rows: readonly Movement[] = settlements.flatMap(({ entries }) => entries);
            for (const invoice of [...invoices, proforma]) {
                const sums = checkedSums(invoice, rows);
                expect(sums.paidMinor + sums.creditedMinor + balanceOf(invoice)).toBe(invoice.grossMinor);
                expect(sums.paidMinor >= 0n && balanceOf(invoice) >= 0n).toBe(true);
                expect(invoice.paymentStatus === 'paid').toBe(balanceOf(invoice) === 0n);
            }
            expect(proforma.payments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(proforma.paidMinor);
            for (const { paidMinor, paymentStatus, paidAt } of invoices)
                expect(paidAt !== null && (paidMinor === 0n || paymentStatus !== 'paid')).toBe(false);
            expect(balancesOf(rows).credits.get(customerId) ?? 0n).toBe(creditMinor);
            expect(creditMinor >= 0n).toBe(true);
        });
    }), { numRuns: 300 });
});

test('the movements of each kind add up to what its law says, and a reversal to the opposite of what it undoes', () => {
    fc.assert(fc.property(grosses, steps, (gross, taken) => {
        const { settlements } = after(gross, taken, () => undefined);

        for (const { kind, amountMinor, entries, reversesId } of settlements) {
            expect(() => assertInvariant(kind, amountMinor, entries)).not.toThrow();
            const reversed = settlements.find(({ id }) => id === reversesId);
            if (reversed !== undefined) {
                const [undone, sums] = [sumsOf(reversed.entries), sumsOf(entries)];
                expect([sums.credited, sums.paid + sums.credit])
                    .toEqual([-undone.credited, -undone.paid - undone.credit]);
            }
        }
    }), { numRuns: 500 });
});

test('money is neither made nor lost: paid and credit are what came in less what went out', () => {
    fc.assert(fc.property(grosses, steps, (gross, taken) => {
        const { invoices, settlements, creditMinor } = after(gross, taken, () => undefined);
        const total = (wanted: SettlementKind): bigint => settlements.reduce(
            (sum, { kind, amountMinor, reversedById }) =>
            (kind === wanted && reversedById === null ? sum + amountMinor : sum), 0n);

        expect(invoices.reduce((sum, { paidMinor }) => sum + paidMinor, creditMinor))
            .toBe(total('payment') - total('refund'));
    }), { numRuns: 500 });
});

test('without correctives, reversing everything that can be reversed leaves every invoice as it was issued', () => {
    fc.assert(fc.property(grosses, fc.array(
        step.filter(({ act }) => act !== 'correct'), { maxLength: 20 }
    ), (gross, taken) => {
        let books = after(gross, taken, () => undefined);
        // Credit is fungible: the credit of one payment may have replaced that of another. So the settlements that used
        // it are reversed first.
        const takers = books.settlements.filter(({ kind }) => kind !== 'payment');
        for (const { id } of [...takers, ...books.settlements.filter(({ kind }) => kind === 'payment')]) {
            const settlement = standing(books, id);
            if (settlement !== undefined) {
                books = book(books, 'reversal', {
                    amountMinor: settlement.amountMinor,
                    movements: reverse(settlement, [...books.invoices, books.proforma], books.creditMinor)
                }, settlement);
            }
        }

        expect(books.creditMinor).toBe(0n);
        expect([...books.invoices, books.proforma].map(({ paidMinor, creditedMinor, paymentStatus, payments }) =>
            [paidMinor, creditedMinor, paymentStatus, payments]))
            .toEqual([...gross, books.proforma].map(() => [0n, 0n, 'pending', []]));
    }), { numRuns: 500 });
});
