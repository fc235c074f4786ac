import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { creditIn } from './balances.ts';
import { openPayment } from './opened-payment.repository.ts';
import { customerOf, type StoredSettlement } from './settlement.ts';
import type { PaymentDependencies } from './store-settlement.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';

/** The state that a settlement of one invoice starts from. */
export type OneInvoice = {
    readonly organisation: Organisation;
    readonly invoice: Invoice;
    /** Credit of the invoice's customer, in minor units of the invoice's currency. */
    readonly creditMinor: bigint;
    /** Payments of the invoice with the reference that was asked for, without reversed ones. */
    readonly referenced: readonly StoredSettlement[];
    readonly now: Date;
};

/** The invoice that a command settles. */
export type OnOne<Result> = {
    readonly invoiceId: string;
    /** Reference of earlier payments that `before` looks for. */
    readonly reference?: string | undefined;
    /** The result of an earlier request that this one repeats, which is then neither checked nor stored again. */
    readonly before?: (state: OneInvoice) => Result | undefined;
};

/**
 * Settles something on the newest state of one invoice. Payments only add, so the caller need not have seen that state.
 * If-Match is therefore optional, also where the organisation requires it; one that is sent is honoured.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` | `PRECONDITION_FAILED` and those of `before` and
 *     `change`
 * @throws AnsweredBefore
 */
export function onOneInvoice<Result>(
    dependencies: PaymentDependencies, command: Command, { invoiceId, reference, before }: OnOne<Result>,
    change: (state: OneInvoice) => Promise<Result>
): Promise<Result> {
    return onNewest(command, (asking) => openPayment(dependencies, asking, { invoiceIds: [invoiceId], reference }),
        async ({ organisation, invoices, credits, referenced }) => {
            const invoice = foundInvoice(invoices[0], invoiceId);
            const state = {
                organisation, invoice, creditMinor: creditIn(credits, customerOf(invoice), invoice.currency),
                referenced, now: dependencies.clock.now()
            };
            const earlier = before?.(state);
            if (earlier !== undefined) {
                return earlier;
            }
            assertMatches(command.ifMatch, invoice.version, false);
            return change(state);
        });
}
