import type { GivenOrganisation } from './given-organisation.ts';
import { givenItem, type Answered } from './given-service.ts';

type Caller = Pick<GivenOrganisation, 'call'>;
type Body = Readonly<Record<string, unknown>>;

/** Two items: 1 000.00 at 23 %, 500.00 at 8 %; gross 1 230.00 + 540.00 = 1 770.00. */
export const orderItems = [
    givenItem({ description: 'Panele', unitPriceNet: '1000.00', vatRate: 23 }),
    givenItem({ description: 'Montaż', unitPriceNet: '500.00', vatRate: 8 })
] as const;

/** An issued proforma of {@link orderItems}. */
export function order(
    organisation: Pick<GivenOrganisation, 'issued'>, overrides: Body = {}
): Promise<Answered['body']> {
    return organisation.issued({ invoiceType: 'proforma', items: orderItems, ...overrides });
}

/** Issues an advance invoice for a proforma. */
export function advance({ call }: Caller, proformaId: string, body: Body): Promise<Answered> {
    return call('POST', `/invoices/${proformaId}/advance-invoices`, { body });
}

/** Records an advance payment on a proforma. @returns Its id */
export async function payAdvance({ call }: Caller, id: string, amount: string, paymentDate: string): Promise<string> {
    const { body } = await call('POST', `/invoices/${id}/payments`,
        { body: { amount, paymentDate, paymentMethod: 'bank_transfer' } });
    return body.id;
}

/** Converts a proforma. */
export function convert({ call }: Caller, id: string, body: Body = {}): Promise<Answered> {
    return call('POST', `/invoices/${id}/convert`, { body });
}

/** Rows of a VAT breakdown: category, rate, net, VAT, gross. */
export function rows({ vatBreakdown }: Answered['body']): readonly unknown[] {
    return vatBreakdown.map(({ vatCategory, vatRate, net, vat, gross }: Answered['body']) =>
        [vatCategory, vatRate, net, vat, gross]);
}

/** Totals of a document: net, VAT, gross. */
export function sums({ totalNet, totalVAT, totalGross }: Answered['body']): readonly string[] {
    return [totalNet, totalVAT, totalGross];
}

/** Rates of the VAT report of a month (`YYYY-MM`): rate, net, VAT; without rates that come to 0.00. */
export async function vatOfMonth({ call }: Caller, month: string): Promise<readonly unknown[]> {
    const { body } = await call('GET',
        `/invoices/analytics/vat-report?startDate=${month}-01&endDate=${month}-30&groupBy=month`);
    return body.periods.flatMap(({ declaration }: Answered['body']) => declaration.rates
        .filter(({ net, vat }: Answered['body']) => net !== '0.00' || vat !== '0.00')
        .map(({ vatRate, net, vat }: Answered['body']) => [String(vatRate), net, vat]));
}
