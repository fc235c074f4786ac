import { DomainError } from '../../foundation/errors/domain-error.ts';
import { balanceOf, type Invoice } from '../../domain/invoices/invoice.ts';
import { advanceInvoiceOf } from '../../domain/invoices/order-advances.ts';
import { balancesOf } from './balances.ts';
import { isEmpty, type Movement, type StoredSettlement } from './settlement.ts';
import { least } from '../../foundation/money/decimal.ts';

/**
 * The movements that undo a settlement. Pure. Invariant: `credited` of each invoice is negated, and so is the sum of
 * `paid` and `credit` together. Money that a corrective released from an invoice to the customer's credit is taken from
 * that credit. An advance is taken off its proforma, unless that was annulled since.
 * @param invoices - Every invoice that the settlement names.
 * @param creditMinor - The customer's credit in the settlement's currency.
 * @throws DomainError `PAYMENT_NOT_REVERSIBLE` | `PAYMENT_ALREADY_REVERSED` | `INVOICE_CANCELLED` |
 *     `CREDIT_ALREADY_USED`
 */
export function reverse(
    settlement: StoredSettlement, invoices: readonly Invoice[], creditMinor: bigint
): readonly Movement[] {
    assertReversible(settlement);
    const { invoices: settled, credits } = balancesOf(settlement.entries);
    let missingMinor = credits.get(settlement.customerId) ?? 0n;
    const movements: Movement[] = [];
    for (const [invoiceId, { paidMinor, creditedMinor }] of settled) {
        const invoice = invoices.find(({ id }) => id === invoiceId);
        if (invoice === undefined) {
            throw new Error(`settlement ${settlement.id} names invoice ${invoiceId}, which was not read`);
        }
        const held = least(paidMinor, invoice.paidMinor);
        const isAdvance = invoice.invoiceType === 'proforma';
        missingMinor += isAdvance ? 0n : paidMinor - held;
        assertNotInvoiced(settlement, invoice);
        assertOwedAgain(invoice, creditedMinor);
        movements.push({ account: isAdvance ? 'advance' : 'paid', invoiceId, amountMinor: -held },
            { account: 'credited', invoiceId, amountMinor: -creditedMinor });
    }
    movements.push({ account: 'credit', customerId: settlement.customerId, amountMinor: -missingMinor });
    if (missingMinor > creditMinor) {
        throw new DomainError('CREDIT_ALREADY_USED',
            'paymentId: part of this payment is credit that has been used or refunded since: reverse that first',
            { paymentId: settlement.id });
    }
    if (isEmpty(movements)) {
        throw notReversible(
            settlement, 'when its invoice was corrected, all of it went back to the credit of the customer');
    }
    return movements;
}

function assertReversible(settlement: StoredSettlement): void {
    const { id, kind, reversedById } = settlement;
    if (kind === 'corrective' || kind === 'annulment' || kind === 'reversal') {
        throw notReversible(settlement, kind === 'reversal'
            ? 'a reversal is final: record the payment again' : 'it belongs to a document, which is final');
    }
    if (reversedById !== null) {
        throw new DomainError(
            'PAYMENT_ALREADY_REVERSED', 'paymentId: this payment was reversed before', { paymentId: id, reversedById });
    }
}

/**
 * Asserts that no advance invoice documents the money: neither as the advance on its proforma, nor as what paid it.
 * @throws DomainError `PAYMENT_NOT_REVERSIBLE`
 */
function assertNotInvoiced(settlement: StoredSettlement, invoice: Invoice): void {
    const advance = advanceInvoiceOf(invoice, settlement.id);
    const number = invoice.invoiceType === 'advance_invoice' && invoice.paidMinor > 0n ? invoice.number
        : advance?.rates.some(({ grossMinor }) => grossMinor !== 0n) === true ? advance.invoiceNumber : null;
    if (number !== null) {
        throw notReversible(settlement, `advance invoice ${number} documents this money: cancel that one first (PATCH `
            + '/invoices/{invoiceId}/cancel), or correct it');
    }
}

/** Asserts that the invoice still claims the amount written off: only then can the write-off be reversed. */
function assertOwedAgain(invoice: Invoice, creditedMinor: bigint): void {
    if (creditedMinor === 0n) {
        return;
    }
    if (invoice.status === 'cancelled') {
        throw new DomainError('INVOICE_CANCELLED',
            'paymentId: its invoice is cancelled, so nothing can be owed on it again', { invoiceId: invoice.id });
    }
    const claimedMinor = invoice.correctives.reduce((sum, { grossMinor }) => sum + grossMinor, invoice.grossMinor);
    if (balanceOf(invoice) + creditedMinor > claimedMinor - invoice.paidMinor) {
        throw new DomainError('PAYMENT_NOT_REVERSIBLE',
            'paymentId: its invoice was corrected since and no longer claims what was written off',
            { invoiceId: invoice.id });
    }
}

function notReversible({ id, kind }: StoredSettlement, why: string): DomainError {
    return new DomainError(
        'PAYMENT_NOT_REVERSIBLE', `paymentId: this ${kind} cannot be reversed: ${why}`, { paymentId: id, kind });
}
