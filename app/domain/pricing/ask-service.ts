import { refusedField } from '../../foundation/errors/refused-field.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import type { Service, ServicePriceInputs } from '../../platform/upstream/service.ts';
import { fieldPath, type Asked, type Pricing } from './pricing.ts';
import { assertPriceCurrency, withPath } from './refused-item.ts';
import type { ItemInput } from './item.schemas.ts';

/**
 * The data of an item from services-service. Requested only for fields that the caller left open.
 * @throws DomainError `SERVICE_NOT_FOUND` | `SERVICE_INACTIVE` | `SERVICE_HAS_NO_PRICE` | `QUANTITY_TOO_PRECISE` |
 *     `PRICE_CURRENCY_MISMATCH`
 *   and upstream errors
 */
export async function askService(pricing: Pricing, item: ItemInput, path: string): Promise<Asked> {
    const { serviceId = '', description, unit, unitPriceNet, vatRate } = item;
    if (description !== undefined && unit !== undefined && unitPriceNet !== undefined && vatRate !== undefined) {
        return { description, unit, vatPercentMicros: null };
    }

    const where = fieldPath(path, 'serviceId');
    const { value: service } = await pricing.upstreams.services.find(pricing.upstream, serviceId)
        .catch(withPath(where));
    if (!service.active) {
        throw refusedField('SERVICE_INACTIVE', where, `names the service ${service.name}, which is no longer sold`);
    }
    const price = unitPriceNet === undefined ? await priceOf(pricing, item, service, path) : undefined;

    return {
        description: description ?? service.name,
        unit: unit ?? service.unit,
        vatPercentMicros: service.vatPercentMicros,
        ...(price === undefined ? {} : { price })
    };
}

/**
 * The price of a line. Only `netPrice` is taken from the calculation: VAT and gross are computed here and may differ by
 * a cent.
 */
async function priceOf(
    pricing: Pricing, item: ItemInput, service: Service, path: string
): Promise<NonNullable<Asked['price']>> {
    const where = fieldPath(path, 'serviceId');
    assertPriceCurrency(pricing, null, where);
    const inputs: ServicePriceInputs = {
        quantityMicros: item.quantity,
        tier: item.pricingTier ?? 'standard',
        regionalZone: item.regionalZone ?? 'other',
        applySeasonalAdjustment: item.applySeasonalAdjustment ?? false
    };
    const { value, version, fetchedAt, stale } = await pricing.upstreams.services.calculate(
        pricing.upstream, service.id, inputs)
        .catch(withPath(fieldPath(path, 'quantity')));
    const micros = value.netPriceMicros;
    if (micros === null || micros <= 0n) {
        throw refusedField(
            'SERVICE_HAS_NO_PRICE', where, `names the service ${service.name}, which has no price; give unitPriceNet`);
    }

    return {
        net: { of: 'line', micros },
        source: {
            source: 'services-service',
            call: 'calculate_advanced',
            id: service.id,
            version,
            fetchedAt,
            stale,
            inputs: {
                quantity: formatMicros(inputs.quantityMicros),
                tier: inputs.tier,
                regionalZone: inputs.regionalZone,
                applySeasonalAdjustment: inputs.applySeasonalAdjustment
            },
            netPrice: formatMicros(micros)
        }
    };
}
