import type { GivenOrganisation } from './given-organisation.ts';
import { givenItem, type Answered } from './given-service.ts';

/** An issued invoice of `gross`: one item without VAT. */
export function issuedFor(
    organisation: GivenOrganisation, gross: string, overrides: Readonly<Record<string, unknown>> = {}
): Promise<Answered['body']> {
    return organisation.issued({ items: [givenItem({ unitPriceNet: gross, vatRate: 0 })], ...overrides });
}

/** Members of a payment's body beside amount and method, and headers of its request. */
export type PaymentExtras = {
    readonly body?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, string>>;
};

/** Records a payment of one invoice. */
export function pay(
    { call }: Pick<GivenOrganisation, 'call'>, invoiceId: string, amount: string,
    { body = {}, headers = {} }: PaymentExtras = {}
): Promise<Answered> {
    return call('POST', `/invoices/${invoiceId}/payments`,
        { body: { amount, paymentMethod: 'bank_transfer', ...body }, headers });
}

/** The invoice as it is now. */
export async function invoiceNow(
    { call }: Pick<GivenOrganisation, 'call'>, invoiceId: string
): Promise<Answered['body']> {
    return (await call('GET', `/invoices/${invoiceId}`)).body;
}

/** A contact's credit in PLN. */
export async function creditOf({ call }: Pick<GivenOrganisation, 'call'>, contactId: string): Promise<string> {
    const { credits } = (await call('GET', `/customers/${contactId}/credit`)).body;
    return credits.find(({ currency }: { currency: string }) => currency === 'PLN')?.amount ?? '0.00';
}

/** Pays the balance of an invoice. */
export async function paidInFull(organisation: Pick<GivenOrganisation, 'call'>, invoiceId: string): Promise<void> {
    const answer = await pay(organisation, invoiceId, (await invoiceNow(organisation, invoiceId)).balance);
    if (answer.status !== 201) {
        throw new Error(`the payment was refused: ${answer.text}`);
    }
}
