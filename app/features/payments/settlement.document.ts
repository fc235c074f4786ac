import { decimalsOf } from '../../foundation/money/currencies.ts';
import { formatMinor } from '../../foundation/money/decimal.ts';
import type { Settlement, StoredSettlement } from './settlement.ts';

/**
 * A settlement in the words of the API, for answers, audit entries and events. Amounts are text with the currency's
 * decimals.
 */
export type PaymentDocument = ReturnType<typeof paymentDocument>;

/** The settlement as JSON. `paymentDate` is the day that a settlement of any kind counts for. */
export function paymentDocument(settlement: Settlement | StoredSettlement) {
    const { currency, entries } = settlement;
    const amount = (minor: bigint): string => formatMinor(minor, decimalsOf(currency));
    return {
        id: settlement.id,
        kind: settlement.kind,
        contactId: settlement.contactId,
        currency,
        amount: amount(settlement.amountMinor),
        paymentMethod: settlement.method,
        paymentDate: settlement.settledOn,
        paymentReference: settlement.reference,
        notes: settlement.notes,
        reason: settlement.reason,
        allocations: entries.flatMap((entry) => (entry.account === 'credit' ? []
            : [{ invoiceId: entry.invoiceId, account: entry.account, amount: amount(entry.amountMinor) }])),
        creditAmount: amount(entries.reduce(
            (sum, entry) => (entry.account === 'credit' ? sum + entry.amountMinor : sum), 0n)),
        reversesId: settlement.reversesId,
        reversedById: 'reversedById' in settlement ? settlement.reversedById : null,
        correctiveId: settlement.correctiveId,
        createdBy: settlement.createdBy,
        createdAt: settlement.createdAt.toISOString()
    };
}
