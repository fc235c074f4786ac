import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { fieldPath } from './pricing.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';

/** The invoice's currency, and the currency of prices for which the upstream names none; ISO 4217. */
type PriceCurrencies = { readonly currency: string; readonly upstreamCurrency: string };

/** Path of an item, and its field that names what is priced. */
type PricedField = { readonly path: string; readonly field: 'productId' | 'serviceId' };

/**
 * Adds the field at fault to an upstream's refusal, which only knows the record: use as
 * `.catch(withPath('items[3].productId'))`. Outages are rethrown unchanged, because no field is at fault.
 */
export function withPath(path: string): (error: unknown) => never {
    const aboutTheField: readonly ErrorCode[] = [
        'CONTACT_NOT_FOUND', 'PRODUCT_NOT_FOUND', 'SERVICE_NOT_FOUND', 'QUOTE_NOT_FOUND', 'QUANTITY_TOO_PRECISE'
    ];
    return (error) => {
        if (error instanceof DomainError && aboutTheField.includes(error.code)) {
            throw new DomainError(error.code, `${path}: ${error.message}`, error.details, {
                cause: error, faults: [{ path, code: error.code, message: error.message }]
            });
        }
        throw error;
    };
}

/**
 * The way out of an item without a usable price. The routes that add one item take no price.
 * @param path - Path of the item; empty when the request is the item.
 */
export function priceByHand(path: string): string {
    return path === ''
        ? "correct it in the CRM, or send the invoice's items with unitPriceNet to PATCH /invoices/{invoiceId}"
        : 'give unitPriceNet';
}

/**
 * Refuses a price in another currency than the invoice's: the service never converts a price silently.
 * @param priced - ISO 4217 as the upstream names it, null when it names none.
 * @throws DomainError `PRICE_CURRENCY_MISMATCH`
 */
export function assertPriceCurrency(
    { currency, upstreamCurrency }: PriceCurrencies, priced: string | null, item: PricedField
): void {
    const { path, field } = item;
    const priceCurrency = priced ?? upstreamCurrency;
    if (priceCurrency !== currency) {
        throw refusedField('PRICE_CURRENCY_MISMATCH', fieldPath(path, field),
            `is priced in ${priceCurrency}, the invoice is in ${currency}: ${priceByHand(path)}`);
    }
}
