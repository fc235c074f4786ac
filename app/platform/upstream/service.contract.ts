import type { Service, ServiceCalculation } from './service.ts';
import type { ContractBreak } from './json-fields.ts';
import { fieldsOf } from './json-fields.ts';
import { percentOf } from './contract-values.ts';

/** Unit of a service by its pricing model. */
const units = new Map([
    ['per_m2', 'm²'], ['hourly', 'h'], ['daily', 'day'], ['project', 'project'], ['per_room', 'room']
]);

/** Unit where the deployed service has no pricing model: its calculation then prices square metres. */
const unitWithoutModel = 'm²';

/**
 * Reads a service; both forms have the same names, the deployed one also says whether it is sold.
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
        unit: unitOf(fields.textOrNull('pricingModel', 'pricing_model'), broken),
        vatPercentMicros: percentOf('vatRate', fields.optionalDecimal('vatRate', 'vat_rate'), broken),
        active: status === 'active'
    };
}

function unitOf(pricingModel: string | null, broken: ContractBreak): string {
    const unit = pricingModel === null ? unitWithoutModel : units.get(pricingModel.toLowerCase());

    if (unit === undefined) {
        throw broken('has pricingModel, which is none of the known ones');
    }
    return unit;
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
