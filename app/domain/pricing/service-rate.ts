import { formatMicros } from '../../foundation/money/decimal.ts';
import type { PricingModel, Service } from '../../platform/upstream/service.ts';
import type { PriceSource } from './price-source.ts';

/** Square metres that services-service counts for a room. */
const squareMetresPerRoom = 15n;

/** A service's net price of one unit, in millionths, and what it was made of; null when services-service has none. */
export type ServiceRate = { readonly micros: bigint | null; readonly inputs: NonNullable<PriceSource['inputs']> };

/**
 * The rate of a service that is not priced per square metre: its price is rate × quantity. Tier, zone, season, volume
 * discount and minimum charge belong to the calculation per square metre and do not apply.
 *
 * An hour and a day have rates of their own. For the others services-service has no column; as in its own pricing by
 * model a project costs its minimum charge, and a room the base price of 15 m².
 * @see spec section 6, upstreams.md section 2, and `calculateByPricingModel` of the CRM's services-service
 */
export function serviceRate({ pricingModel, rates }: Service): ServiceRate {
    switch (pricingModel) {
        case 'hourly': return rateOf(pricingModel, 'hourlyRate', rates.hourlyMicros);
        case 'daily': return rateOf(pricingModel, 'dailyRate', rates.dailyMicros);
        case 'project': return rateOf(pricingModel, 'minimumCharge', rates.minimumChargeMicros);
        case 'per_room': return roomRate(rates.basePerM2Micros);
        case 'per_m2': throw new RangeError('services per square metre are priced by a calculation');
    }
}

function rateOf(pricingModel: PricingModel, field: string, micros: bigint | null): ServiceRate {
    return { micros, inputs: { pricingModel, ...(micros === null ? {} : { [field]: formatMicros(micros) }) } };
}

function roomRate(basePerM2Micros: bigint | null): ServiceRate {
    const { inputs } = rateOf('per_room', 'basePricePerM2', basePerM2Micros);
    return {
        micros: basePerM2Micros === null ? null : basePerM2Micros * squareMetresPerRoom,
        inputs: { ...inputs, squareMetresPerRoom: String(squareMetresPerRoom) }
    };
}

const polishUnits: Readonly<Record<PricingModel, string>> = {
    per_m2: 'm²', hourly: 'godz.', daily: 'dzień', project: 'usł.', per_room: 'pomieszczenie'
};
const englishUnits: Readonly<Record<PricingModel, string>> = {
    per_m2: 'm²', hourly: 'h', daily: 'day', project: 'service', per_room: 'room'
};

/** Tells whether a line that was priced by a rate has the unit that {@link unitOfService} gives, in any language. */
export function hasUnitOfService({ unit, priceSource: { call, inputs } }: PricedByRate): boolean {
    return call === 'service_rate' && [polishUnits, englishUnits].some((units) =>
        Object.entries(units).some(([model, own]) => model === inputs?.['pricingModel'] && own === unit));
}

type PricedByRate = { readonly unit: string; readonly priceSource: PriceSource };

/**
 * The unit of a service, as printed.
 * @param language - Language of the invoice, such as `pl` or `en-GB`; others than Polish are printed in English.
 */
export function unitOfService({ pricingModel }: Service, language: string): string {
    return (language.startsWith('pl') ? polishUnits : englishUnits)[pricingModel];
}
