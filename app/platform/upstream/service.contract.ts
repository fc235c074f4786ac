import { pricingModels, type PricingModel, type Service, type ServiceCalculation } from './service.ts';
import type { ContractBreak } from './json-fields.ts';
import { fieldsOf } from './json-fields.ts';
import { percentOf } from './contract-values.ts';

/** Pricing model where the row has none: its calculation then prices square metres. */
const usualModel: PricingModel = 'per_m2';

/**
 * Reads a service; both forms have the same names, the deployed one also says what it costs and whether it is sold.
 * @throws DomainError what `broken` makes
 * @see spec section 6 and upstreams.md section 2
 */
export function readService(body: unknown, broken: ContractBreak): Service {
    const fields = fieldsOf(body, broken);
    const status = fields.textOrNull('status')?.toLowerCase() ?? 'active';

    return {
        id: fields.text('id'),
        name: fields.text('serviceName', 'service_name'),
        code: fields.text('serviceCode', 'service_code'),
        pricingModel: modelOf(fields.textOrNull('pricingModel', 'pricing_model'), broken),
        rates: {
            hourlyMicros: fields.optionalDecimal('hourlyRate', 'hourly_rate'),
            dailyMicros: fields.optionalDecimal('dailyRate', 'daily_rate'),
            minimumChargeMicros: fields.optionalDecimal('minimumCharge', 'minimum_charge'),
            basePerM2Micros: fields.optionalDecimal('basePricePerM2', 'base_price_per_m2')
        },
        vatPercentMicros: percentOf('vatRate', fields.optionalDecimal('vatRate', 'vat_rate'), broken),
        active: status === 'active'
    };
}

function modelOf(text: string | null, broken: ContractBreak): PricingModel {
    const model = text === null ? usualModel : pricingModels.find((known) => known === text.toLowerCase());

    if (model === undefined) {
        throw broken('has pricingModel, which is none of the known ones');
    }
    return model;
}

/**
 * Reads a calculation: the documented form has the figures at its top, the deployed one inside `calculation`, beside
 * the service.
 * @param serviceId - The service that was asked for; an answer about another one breaks the contract.
 * @throws DomainError what `broken` makes
 * @see upstreams.md section 3
 */
export function readCalculation(body: unknown, serviceId: string, broken: ContractBreak): ServiceCalculation {
    const fields = fieldsOf(body, broken);
    const answeredId = fields.object('service')?.textOrNull('id') ?? null;

    if (answeredId !== null && answeredId.toLowerCase() !== serviceId.toLowerCase()) {
        throw broken('is about another service than the one asked for');
    }

    return { netPriceMicros: (fields.object('calculation') ?? fields).decimalOrNull('netPrice') };
}
