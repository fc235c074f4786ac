import { isDeepStrictEqual } from 'node:util';
import type { Warning } from '../../foundation/errors/warning.ts';
import { moneyText } from '../../foundation/money/money-text.ts';
import { sumAmounts } from '../totals/vat-breakdown.ts';
import { breakdownOf } from './deduction.ts';
import { withAdvances } from './draft.ts';
import type { InvoiceDependencies } from './invoice-dependencies.ts';
import type { Invoice } from './invoice.ts';
import { assertAdvancesInvoiced, presentAdvances, receivedPaymentsOf, uninvoicedPayments } from './order-advances.ts';
import { readInvoice } from './read-invoice.ts';

/** A document in the version on which another one relies. */
export type Relied = { readonly id: string; readonly version: number };

/** A draft with the advances of its order as they are now. */
export type PresentDraft = {
    readonly draft: Invoice;
    /** The proforma that became the draft; undefined for other drafts. */
    readonly proforma: Invoice | undefined;
    readonly warnings: readonly Warning[];
    /** The proforma and its advance invoices that stand: they must not change until the draft is issued. */
    readonly relied: readonly Relied[];
};

/**
 * Reads the advances of a draft's order anew: one may have been corrected or cancelled since the conversion.
 * @throws DomainError `ADVANCE_EXCEEDS_RATE`
 */
export async function withPresentAdvances(
    { database }: Pick<InvoiceDependencies, 'database'>, draft: Invoice
): Promise<PresentDraft> {
    if (draft.convertedFromId === null) {
        return { draft, proforma: undefined, warnings: [], relied: [] };
    }
    const proforma = await readInvoice({ database }, draft.organisationId, draft.convertedFromId);
    const advances = presentAdvances(proforma);
    // A build that does not know advances leaves the totals of the whole lines.
    const isPresent = isDeepStrictEqual(advances, draft.advances)
        && sumAmounts(breakdownOf(draft)).grossMinor === draft.grossMinor;
    const present = isPresent ? draft : withAdvances(draft, advances);
    return {
        draft: present, proforma,
        warnings: [...(present === draft ? [] : [advancesChanged(draft, present)]), ...waitingCredit(proforma)],
        relied: [{ id: proforma.id, version: proforma.version }, ...proforma.advanceInvoices
            .filter(({ status }) => status !== 'cancelled')
            .map(({ invoiceId: id, version }) => ({ id, version }))]
    };
}

/**
 * Asserts, as a draft is issued, that no payment on its order lacks its advance invoice.
 * @throws DomainError `ADVANCE_INVOICE_MISSING`
 */
export function assertIssuable(proforma: Invoice | undefined, invoice: Invoice, today: string): void {
    if (proforma !== undefined) {
        assertAdvancesInvoiced(proforma, invoice, today, 'delete this draft, issue its advance invoice '
            + `at the invoice service itself, with POST /invoices/${proforma.id}/advance-invoices and the paymentId, `
            + 'and convert the proforma again');
    }
}

/** The draft with the money of its order as it would show it if it were issued today, `YYYY-MM-DD`. */
export async function withReceivedPayments(
    { database }: Pick<InvoiceDependencies, 'database'>, draft: Invoice, today: string
): Promise<Invoice> {
    if (draft.convertedFromId === null) {
        return draft;
    }
    const proforma = await readInvoice({ database }, draft.organisationId, draft.convertedFromId);
    return { ...draft, receivedPayments: receivedPaymentsOf(proforma, draft, today) };
}

function advancesChanged(before: Invoice, after: Invoice): Warning {
    const gross = ({ grossMinor, currency }: Invoice): string => moneyText(grossMinor, currency);
    return {
        path: 'advances', code: 'ADVANCES_CHANGED',
        message: 'advances: an advance invoice was corrected or cancelled since the draft was made; it had '
            + `${gross(before)} left to pay, the invoice has ${gross(after)}`
    };
}

function waitingCredit(proforma: Invoice): readonly Warning[] {
    const waitingMinor = uninvoicedPayments(proforma).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    return waitingMinor === 0n ? [] : [{
        path: 'advancePayments', code: 'ADVANCE_IS_CREDIT',
        message: `advancePayments: ${moneyText(waitingMinor, proforma.currency)} `
            + 'that was received on the proforma is credit of the customer; it pays this invoice at the invoice '
            + 'service itself, with POST /invoices/{invoiceId}/apply-credit'
    }];
}
