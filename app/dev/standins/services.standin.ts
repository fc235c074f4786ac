import { calculate } from './calculation.ts';
import { readCalculationBody } from './calculation-body.ts';
import type { CatalogueService } from './catalogue/services.ts';
import { catalogueServices } from './catalogue/services.ts';
import type { StandinRoute } from './standin-server.ts';
import type { StandinAnswer } from './wire.ts';
import { findById, found, jsonNumber, refused, scaled } from './wire.ts';
import type { Switches } from './switches.ts';

const createdAt = '2026-01-15T09:30:00.000Z';

/** services-service: `GET /services/{id}` and the calculation of a price. */
export const servicesRoutes: readonly StandinRoute[] = [
    {
        method: 'GET',
        path: '/services/{id}',
        answer: (id, _body, form) => {
            const service = findById(catalogueServices, id, 'Service');
            if (!('pricingModel' in service)) {
                return service;
            }
            return found(form === 'deployed' ? deployed(service) : documented(service));
        }
    },
    { method: 'POST', path: '/services/{id}/calculate-advanced', answer: answerCalculation }
];

/** Answers a calculation. The body is checked before the id, as in the deployed service. */
function answerCalculation(id: string, body: unknown, form: Switches['form']): StandinAnswer {
    const wanted = readCalculationBody(body);
    if (!('quantity' in wanted)) {
        return refused(400, wanted);
    }
    const service = findById(catalogueServices, id, 'Service');
    if (!('pricingModel' in service)) {
        return service;
    }

    const calculation = Object.fromEntries(
        Object.entries(calculate(service, wanted)).map(([name, figure]) => [name, jsonNumber(figure)]));
    if (form === 'documented') {
        return found(calculation);
    }
    const { code, name, category } = service;
    return { status: 201,
    body: { service: { id: service.id, name, code, category }, calculation,
    requestParams: { ...wanted, quantity: jsonNumber(wanted.quantity) } } };
}

/** The documented form. @see spec section 6 */
function documented(service: CatalogueService) {
    return {
        id: service.id, serviceName: service.name, serviceCode: service.code, pricingModel: service.pricingModel,
        vatRate: service.vatRate, status: service.status
    };
}

/** The deployed form, with all 28 keys. @see upstreams.md section 2 */
function deployed(service: CatalogueService) {
    const { id, code, name, category, material, installationMethod, flooringForm, pattern,
        status, pricingModel, vatRate,
    seasonalAdjustmentActive } = service;
    return {
        id, serviceCode: code, serviceName: name, category, material, installationMethod, flooringForm, pattern,
        description: null, status,
        pricingTier: status === null ? null : 'standard', pricingModel, basePricePerM2: scaled(service.basic, 2),
        minimumCharge: scaled(service.minimumCharge, 2),
        standardPrice: scaled(service.standard, 2), premiumPrice: scaled(service.premium, 2),
        hourlyRate: scaled(service.hourlyRate, 2), dailyRate: scaled(service.dailyRate, 2),
        volumeThreshold: scaled(service.volumeThreshold, 2),
        volumeDiscountPercent: scaled(service.volumeDiscountPercent, 2), regionalMultiplier: '1.000',
        seasonalMultiplier: scaled(service.seasonalMultiplier, 3), seasonalAdjustmentActive, vatRate,
        timePerM2Minutes: 12, skillLevel: 2, createdAt, updatedAt: createdAt
    };
}
