import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { amountInCurrency } from '../../foundation/money/amount-in-currency.ts';
import { findContact } from '../../domain/invoices/find-contact.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import type { InvoiceDependencies } from '../../domain/invoices/invoice-dependencies.ts';
import { allocate } from './allocate.ts';
import { creditIn } from './balances.ts';
import { assertCreditHolds, newSettlement, type Customer } from './new-settlement.ts';
import { openPayment } from './opened-payment.repository.ts';
import { assertPayable } from './payable.ts';
import { givenAmount, keptDetails, type PaymentDetails } from './payment-details.ts';
import { customerOf } from './settlement.ts';
import { storeSettlement, type MadePayment, type PaymentDependencies } from './store-settlement.ts';

/** Maximum number of invoices that one payment pays. */
export const maxAllocations = 100;

/** A payment over several invoices of one customer, or on account. */
export type CustomerPayment = PaymentDetails & {
    /** Id of the payer; required without allocations. */
    readonly contactId?: string;
    /** Amount in millionths. */
    readonly amount: bigint;
    /** ISO 4217; absent: the currency of the invoices, or the organisation's own. */
    readonly currency?: string;
    readonly allocations?: readonly { readonly invoiceId: string; readonly amount?: bigint }[];
};

/**
 * Records money received from a customer and spreads it over invoices; the rest becomes the customer's credit.
 * A contact that was never invoiced or credited is looked up first, so that a typo credits no unknown customer.
 * @throws DomainError `VALIDATION_FAILED` | `INVOICE_NOT_FOUND` | `PAYMENT_CUSTOMER_MISMATCH` |
 *     `PAYMENT_CURRENCY_MISMATCH` | `AMOUNT_TOO_LARGE` and those of `assertPayable`, `allocate` and `findContact`
 */
export function payInvoices(
    dependencies: PaymentDependencies & Pick<InvoiceDependencies, 'upstreams'>, command: Command<MadePayment>,
    payment: CustomerPayment
): Promise<MadePayment> {
    const { allocations = [], contactId } = payment;
    const asked = { invoiceIds: allocations.map(({ invoiceId }) => invoiceId), customerId: contactId };
    return onNewest(command, (asking) => openPayment(dependencies, asking, asked),
        async ({ organisation, invoices: found, credits, isKnown }) => {
            const invoices = foundInvoices(found, allocations);
            const { customerId, contactId: payer } = payerOf(invoices, contactId);
            const currency = currencyOf(invoices, payment.currency) ?? organisation.defaultCurrency;
            const amountMinor = amountInCurrency(payment.amount, currency, 'amount');
            const movements = allocate(amountMinor, customerId, invoices.map((invoice, index) => {
                assertPayable(invoice, pathOf(index));
                const path = `allocations[${index}].amount`;
                return { invoice, amountMinor: givenAmount(allocations[index]?.amount, currency, path), path };
            }));
            assertCreditHolds(creditIn(credits, customerId, currency), movements);
            if (invoices.length === 0 && !isKnown) {
                await findContact(dependencies, command, payer, false);
            }
            const now = dependencies.clock.now();
            const settlement = newSettlement(command, 'payment', {
                customerId, contactId: payer, currency, amountMinor, ...keptDetails(dependencies, payment, now),
                movements, now
            });
            return storeSettlement(dependencies, command, { settlement, invoices });
        });
}

function pathOf(index: number): string {
    return `allocations[${index}].invoiceId`;
}

/** The invoice of each allocation. @throws DomainError `INVOICE_NOT_FOUND` naming the first allocation without one */
function foundInvoices(
    invoices: readonly (Invoice | undefined)[], allocations: readonly { readonly invoiceId: string }[]
): readonly Invoice[] {
    return allocations.map(({ invoiceId }, index) => {
        const invoice = invoices[index];
        if (invoice === undefined) {
            const path = pathOf(index);
            throw new DomainError(
                'INVOICE_NOT_FOUND', `${path}: there is no such invoice in your organisation`, { invoiceId },
                { faults: [{
                    path, code: 'INVOICE_NOT_FOUND', message: 'there is no such invoice in your organisation'
                }] });
        }
        return invoice;
    });
}

/** The customer that pays. @throws DomainError `VALIDATION_FAILED` | `PAYMENT_CUSTOMER_MISMATCH` */
function payerOf(invoices: readonly Invoice[], contactId: string | undefined): Customer {
    const [first] = invoices;
    if (first === undefined) {
        if (contactId === undefined) {
            throw refusedField('VALIDATION_FAILED', 'contactId', 'is required without allocations', 'REQUIRED');
        }
        return { customerId: contactId, contactId };
    }
    const customerId = contactId ?? customerOf(first);
    const stranger = invoices.findIndex((invoice) => customerOf(invoice) !== customerId);
    if (stranger !== -1) {
        throw refusedField(
            'PAYMENT_CUSTOMER_MISMATCH', pathOf(stranger), 'is an invoice of another customer than the payment');
    }
    return { customerId, contactId: first.contactId };
}

/** The currency of the payment, where one is determined. @throws DomainError `PAYMENT_CURRENCY_MISMATCH` */
function currencyOf(invoices: readonly Invoice[], given: string | undefined): string | undefined {
    const currency = given ?? invoices[0]?.currency;
    const other = invoices.findIndex((invoice) => invoice.currency !== currency);
    if (other !== -1) {
        throw refusedField('PAYMENT_CURRENCY_MISMATCH', pathOf(other),
            `is in ${invoices[other]?.currency}, but the payment is in ${currency}`);
    }
    return currency;
}
