import type { Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import { opening, openWith } from '../../domain/organisations/open-organisation.ts';
import type { Database } from '../../platform/database/database.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from '../../domain/invoices/invoice.rows.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { decimalsOf } from '../../foundation/money/currencies.ts';
import { readStoredMinor } from '../../foundation/money/stored.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { settlementJson, toSettlement, type SettlementRow } from './settlement.rows.ts';
import { customerColumn, type CustomerCredit, type StoredSettlement } from './settlement.ts';

/** State that a command about payments reads before it decides. */
export type OpenedPayment = {
    readonly organisation: Organisation;
    /** The invoices in the order asked for; undefined where the organisation has no such invoice. */
    readonly invoices: readonly (Invoice | undefined)[];
    /** Credits of the customers of these invoices, and of the customer that was asked for. */
    readonly credits: readonly CustomerCredit[];
    /**
     * True when the customer asked for is a contact with an issued document or a payment: contacts-service knew it
     * then.
     */
    readonly isKnown: boolean;
    /** Newest payments of the first invoice with the reference that was asked for, without reversed ones. */
    readonly referenced: readonly StoredSettlement[];
};

/** State that a reversal reads: the settlement, the invoices that it names, and its customer's credits. */
export type OpenedSettlement = Omit<OpenedPayment, 'isKnown' | 'referenced'>
    & { readonly settlement: StoredSettlement | undefined };

type Dependencies = { readonly database: Database; readonly clock: Clock };
type CreditRow = readonly [customerId: string, currency: string, amount: string];
type PaymentRow = {
    readonly invoices: readonly (InvoiceRow | null)[] | null; readonly credits: readonly CreditRow[] | null
};
type KnownRow = {
    readonly is_known: boolean | null; readonly referenced: readonly SettlementRow[] | null
};

/** SQL for invoices of the organisation in the order of `place`. @param asked - SQL for rows of `id` and `place` */
const invoicesOf = (asked: string): string => `(SELECT json_agg(f.invoice ORDER BY a.place) FROM (${asked}) a
    LEFT JOIN LATERAL (SELECT ${invoiceColumn} FROM invoices.invoice i WHERE i.organisation_id = $1 AND i.id = a.id) f
    ON true) AS invoices`;

/** SQL for the credits of customers. @param customers - SQL for the ids of customers */
const creditsOf = (customers: string): string => `(SELECT json_agg(json_build_array(c.customer_id,
    c.currency, c.amount::text))
    FROM invoices.customer_credit c WHERE c.organisation_id = $1 AND c.customer_id IN (${customers})) AS credits`;

const askedIds = `SELECT a.id::uuid AS id, a.place
    FROM jsonb_array_elements_text($2::jsonb->'invoiceIds') WITH ORDINALITY a(id, place)`;
const knownCustomer = `(EXISTS (SELECT FROM invoices.settlement s
    WHERE s.organisation_id = $1 AND s.customer_id = ($2::jsonb->>'customerId')::uuid AND s.contact_id = s.customer_id)
    OR EXISTS (SELECT FROM invoices.invoice i
        WHERE i.organisation_id = $1 AND i.contact_id = ($2::jsonb->>'customerId')::uuid
    AND i.number IS NOT NULL)) AS is_known`;

/** Maximum payments with the same reference among which a repeated one is looked for. */
const maxReferenced = 100;
const referencedPayments = `CASE WHEN $2::jsonb->>'reference' IS NOT NULL THEN (
    SELECT json_agg(p.settlement) FROM (
        SELECT ${settlementJson} AS settlement FROM invoices.settlement s
        WHERE s.organisation_id = $1 AND s.kind = 'payment' AND s.reference = $2::jsonb->>'reference'
            AND s.id IN (SELECT e.settlement_id FROM invoices.settlement_entry e
                WHERE e.invoice_id = ($2::jsonb->'invoiceIds'->>0)::uuid)
            AND NOT EXISTS (SELECT FROM invoices.settlement r WHERE r.reverses_id = s.id)
        ORDER BY s.id DESC LIMIT ${maxReferenced}) p) END AS referenced`;
const openPaymentStatement = opening('open_payment', `, ${invoicesOf(askedIds)}, ${creditsOf(`
    SELECT ${customerColumn} FROM invoices.invoice i
    WHERE i.organisation_id = $1 AND i.id IN (SELECT a.id FROM (${askedIds}) a)
    UNION SELECT ($2::jsonb->>'customerId')::uuid`)}, ${knownCustomer}, ${referencedPayments}`, '');

const namedIds = 'SELECT DISTINCT e.invoice_id AS id, e.invoice_id AS place FROM invoices.settlement_entry e WHERE '
    + 'e.settlement_id = s.id AND e.invoice_id IS NOT NULL';
const openSettlementStatement = opening('open_settlement',
    `, CASE WHEN s.id IS NOT NULL THEN ${settlementJson} END AS settlement, ${invoicesOf(namedIds)},
        ${creditsOf('s.customer_id')}`,
    'LEFT JOIN invoices.settlement s ON s.organisation_id = asked.id AND s.id = $2::uuid');

/** The documents that a payment is about. */
export type AskedPayment = {
    /** At most 100. */
    readonly invoiceIds: readonly string[];
    /** Given where the invoices do not say who the customer is. */
    readonly customerId?: string | undefined;
    /** Reference of earlier payments of the first invoice. */
    readonly reference?: string | undefined;
};

/**
 * Reads invoices and credit for a payment, and claims the request's Idempotency-Key, in one round trip.
 * @throws AnsweredBefore | DomainError `IDEMPOTENCY_KEY_REUSED` | `IDEMPOTENCY_KEY_RUNNING`
 */
export async function openPayment(
    dependencies: Dependencies, command: Command, asked: AskedPayment
): Promise<OpenedPayment> {
    const { organisation, row } = await openWith<PaymentRow & KnownRow>(
        dependencies, command, openPaymentStatement, JSON.stringify(asked));
    return {
        organisation, ...toOpened(row), isKnown: row.is_known ?? false,
        referenced: (row.referenced ?? []).map(toSettlement)
    };
}

/**
 * Reads a settlement to be reversed, with every invoice that it names, like {@link openPayment}, with the same errors.
 */
export async function openSettlement(
    dependencies: Dependencies, command: Command, settlementId: string
): Promise<OpenedSettlement> {
    const { organisation, row } = await openWith<PaymentRow & { readonly settlement: SettlementRow | null }>(
        dependencies, command, openSettlementStatement, settlementId);
    return { organisation, ...toOpened(row), settlement: row.settlement ? toSettlement(row.settlement) : undefined };
}

function toOpened({ invoices, credits }: Partial<PaymentRow>): Pick<OpenedPayment, 'invoices' | 'credits'> {
    return {
        invoices: (invoices ?? []).map((invoice) => (invoice === null ? undefined : toInvoice(invoice))),
        credits: (credits ?? []).map(toCredit)
    };
}

function toCredit([customerId, currency, amount]: CreditRow): CustomerCredit {
    return { customerId, currency, amountMinor: readStoredMinor(amount, decimalsOf(currency)) };
}
