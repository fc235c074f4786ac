import { v7 as uuidv7 } from 'uuid';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { newDraft } from '../../domain/invoices/draft.ts';
import type { ExchangeRate, Invoice } from '../../domain/invoices/invoice.ts';
import { advancedMinor, presentAdvances } from '../../domain/invoices/order-advances.ts';
import { advanceLines } from './advance-lines.ts';
import type { ReceivedAdvance } from './received-advance.ts';

/** An advance to be invoiced. */
export type AdvanceToInvoice = {
    readonly organisation: Organisation;
    readonly proforma: Invoice;
    readonly received: ReceivedAdvance;
    /** Payment that the invoice is for. */
    readonly paymentId: string;
    readonly notes: string | null;
    /** Exchange rate given by hand; null: that of the last working day before the receipt. */
    readonly exchange: ExchangeRate | null;
    readonly createdBy: string;
    readonly now: Date;
};

/**
 * The advance invoice of money that was received for an order, before it is issued. Its lines are the rates of the
 * money, its order the lines of the proforma. One that covers the rest of the order names the other ones.
 * @see Ustawa o VAT art. 106e ust. 1, art. 106f ust. 1, ust. 4
 */
export function advanceDraft(
    { organisation, proforma, received, paymentId, notes, exchange, createdBy, now }: AdvanceToInvoice
): Invoice {
    const { amountMinor, receivedOn } = received;
    const { id: proformaId, number, lines, grossMinor } = proforma;
    const isLast = advancedMinor(proforma) + amountMinor === grossMinor;
    return newDraft({
        id: uuidv7(),
        organisation: { ...organisation, roundingModel: proforma.roundingModel },
        createdBy,
        now,
        content: {
            ...proforma,
            invoiceType: 'advance_invoice',
            issueDate: null,
            saleDate: receivedOn,
            taxPointDate: receivedOn,
            dueDate: null,
            paymentTerms: null,
            notes,
            quoteId: null,
            quoteUnclaimed: false,
            pricesInclude: 'gross',
            discountPercentMicros: 0n,
            discountAmountMinor: 0n,
            exchange
        },
        lines: advanceLines(proforma, amountMinor, now),
        advances: isLast ? presentAdvances(proforma) : [],
        advanceOf: {
            proformaId, proformaNumber: number ?? '', paymentId, grossMinor,
            lines: lines.map(({ correction, ...line }) => line)
        }
    });
}
