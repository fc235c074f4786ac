import type { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import type { Service, ServicePriceInputs } from '../../platform/upstream/service.ts';
import type { Sourced } from '../../platform/upstream/sourced.ts';
import { fieldPath, type Asked, type Pricing } from './pricing.ts';
import { assertPriceCurrency, priceByHand, withPath } from './refused-item.ts';
import { serviceRate, unitOfService } from './service-rate.ts';
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
    const found = await pricing.upstreams.services.find(pricing.upstream, serviceId).catch(withPath(where));
    const { value: service } = found;
    if (!service.active) {
        throw refusedField('SERVICE_INACTIVE', where, `names the service ${service.name}, which is no longer sold`);
    }
    const hasOneRate = service.pricingModel !== 'per_m2';
    const price = unitPriceNet === undefined
        ? await (hasOneRate ? ratePriceOf(pricing, item, found, path) : calculatedPriceOf(pricing, item, service, path))
        : undefined;

    return {
        description: description ?? service.name,
        unit: unit ?? unitOfService(service, pricing.language),
        vatPercentMicros: service.vatPercentMicros,
        hasOneRate,
        ...(price === undefined ? {} : { price })
    };
}

/** The price of one unit of a service that has a rate: an hour, a day, a project, a room. */
function ratePriceOf(
    pricing: Pricing, { pricingTier, regionalZone, applySeasonalAdjustment }: ItemInput,
    { value: service, version, fetchedAt, stale }: Sourced<Service>, path: string
): NonNullable<Asked['price']> {
    assertPriceCurrency(pricing, null, { path, field: 'serviceId' });
    const { micros, inputs } = serviceRate(service);
    if (micros === null || micros <= 0n) {
        throw hasNoPrice(service, path);
    }
    const isRefined = (pricingTier ?? 'standard') !== 'standard' || (regionalZone ?? 'other') !== 'other'
        || applySeasonalAdjustment === true;

    return {
        net: { of: 'unit', micros },
        source: {
            source: 'services-service', call: 'service_rate', id: service.id, version, fetchedAt, stale, inputs,
            netPrice: formatMicros(micros),
            ...(isRefined ? { note: `tier, zone and season do not apply to the model ${service.pricingModel}` } : {})
        }
    };
}

/**
 * The price of a line per square metre. Only `netPrice` is taken from the calculation: VAT and gross are computed here
 * and may differ by a cent.
 */
async function calculatedPriceOf(
    pricing: Pricing, item: ItemInput, service: Service, path: string
): Promise<NonNullable<Asked['price']>> {
    assertPriceCurrency(pricing, null, { path, field: 'serviceId' });
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
        throw hasNoPrice(service, path);
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

function hasNoPrice({ name }: Service, path: string): DomainError {
    return refusedField('SERVICE_HAS_NO_PRICE', fieldPath(path, 'serviceId'),
        `names the service ${name}, which has no price: ${priceByHand(path)}`);
}
