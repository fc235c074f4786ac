import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { creditIn } from './balances.ts';
import { openPayment } from './opened-payment.repository.ts';
import { customerOf } from './settlement.ts';
import type { PaymentDependencies } from './store-settlement.ts';
import { foundInvoice } from '../../domain/invoices/open-invoice.ts';

/** The state that a settlement of one invoice starts from. */
export type OneInvoice = {
    readonly organisation: Organisation;
    readonly invoice: Invoice;
    /** Credit of the invoice's customer, in minor units of the invoice's currency. */
    readonly creditMinor: bigint;
    readonly now: Date;
};

/**
 * Settles something on the newest state of one invoice. Payments only add, so the caller need not have seen that state.
 * If-Match is therefore optional, also where the organisation requires it; one that is sent is honoured.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `INVOICE_NOT_FOUND` | `INVOICE_CHANGED` | `PRECONDITION_FAILED` and those of `change`
 * @throws AnsweredBefore
 */
export function onOneInvoice<Result>(
    dependencies: PaymentDependencies, command: Command, invoiceId: string,
    change: (state: OneInvoice) => Promise<Result>
): Promise<Result> {
    return onNewest(command, (asking) => openPayment(dependencies, asking, { invoiceIds: [invoiceId] }),
        async ({ organisation, invoices, credits }) => {
            const invoice = foundInvoice(invoices[0], invoiceId);
            assertMatches(command.ifMatch, invoice.version, false);
            return change({
                organisation, invoice, creditMinor: creditIn(credits, customerOf(invoice), invoice.currency),
                now: dependencies.clock.now()
            });
        });
}
