import { readDayCursor, writeDayCursor } from '../../foundation/schema/day-cursor.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { checkedSums } from './balances.ts';
import type { PaymentQuery } from './payment-query.ts';
import {
    findCredits, findSettlement, findSettlementsOfInvoice, listSettlements, type SettlementsOfInvoice
} from './payment.repository.ts';
import { foundPayment } from './reverse-payment.ts';
import type { CustomerCredit, StoredSettlement } from './settlement.ts';
import type { PaymentDependencies } from './store-settlement.ts';

type Dependencies = Pick<PaymentDependencies, 'database'>;

/** One page of settlements, the newest day first. */
export type PaymentPage = { readonly settlements: readonly StoredSettlement[]; readonly nextCursor: string | null };

/** Reads one settlement. @throws DomainError `PAYMENT_NOT_FOUND`, also for another organisation's payment */
export async function readPayment(
    { database }: Dependencies, organisationId: string, paymentId: string
): Promise<StoredSettlement> {
    return foundPayment(await findSettlement(database, organisationId, paymentId), paymentId);
}

/** One page of an organisation's settlements of every kind. @throws DomainError `VALIDATION_FAILED` */
export async function listPayments(
    { database }: Dependencies, organisationId: string, query: PaymentQuery
): Promise<PaymentPage> {
    const position = readDayCursor(query.cursor);
    const found = await listSettlements(database, organisationId, { ...query, limit: query.limit + 1 }, position);
    const settlements = found.slice(0, query.limit);
    const last = found.length > query.limit ? settlements.at(-1) : undefined;
    return {
        settlements, nextCursor: last === undefined ? null : writeDayCursor({ day: last.settledOn, id: last.id })
    };
}

/** A customer's credit in each currency where it is above zero; empty for a contact that never had any. */
export function readCredits(
    { database }: Dependencies, organisationId: string, contactId: string
): Promise<readonly CustomerCredit[]> {
    return findCredits(database, organisationId, contactId);
}

/**
 * Settlements of an invoice, with the id after which the next page begins. Amounts are sums of rows, checked against
 * the invoice's columns.
 */
export type InvoicePayments = SettlementsOfInvoice & { readonly nextAfter: string | null };

/** One page of the settlements of an invoice, oldest first. @throws DomainError `INVOICE_NOT_FOUND` */
export async function readInvoicePayments(
    { database }: Dependencies, organisationId: string, invoiceId: string,
    { after, limit }: { readonly after?: string; readonly limit: number }
): Promise<InvoicePayments> {
    const found = await findSettlementsOfInvoice(database, organisationId, invoiceId, { after, limit: limit + 1 });
    if (found === undefined) {
        throw new DomainError(
            'INVOICE_NOT_FOUND', 'invoiceId: there is no such invoice in your organisation', { invoiceId });
    }
    const settlements = found.settlements.slice(0, limit);
    return {
        ...found, ...checkedSums({ ...found, id: invoiceId }, found.sums), settlements,
        nextAfter: found.settlements.length > limit ? settlements.at(-1)?.id ?? null : null
    };
}
