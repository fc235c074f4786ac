import { DomainError } from '../../foundation/errors/domain-error.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import type { CallContext } from './call-context.ts';
import type { Service, ServiceCalculation, ServicePriceInputs } from './service.ts';
import type { Sourced } from './sourced.ts';
import type { UpstreamClient } from './upstream-client.ts';
import type { CachedCallOptions } from './cached-client.ts';
import { cachedCall } from './cached-client.ts';
import { readCalculation, readService } from './service.contract.ts';
import { canBeAskedFor } from './request-parts.ts';
import { assertSameId } from './assert-same-id.ts';

/** Calls to services-service. */
export type ServicesClient = {
    /** @throws DomainError `SERVICE_NOT_FOUND`, or one of the `UPSTREAM_…` codes */
    find(context: CallContext, serviceId: string): Promise<Sourced<Service>>;
    /**
     * The net price of a quantity. A pure calculation, so it may be retried and cached.
     * @throws DomainError `QUANTITY_TOO_PRECISE`, `SERVICE_NOT_FOUND`, or one of the `UPSTREAM_…` codes
     */
    calculate(
        context: CallContext, serviceId: string, inputs: ServicePriceInputs
    ): Promise<Sourced<ServiceCalculation>>;
};

/** One hundredth, the smallest step of a quantity that services-service takes. */
const quantityStepMicros = 10_000n;

/** Reads services and prices through the cache. */
export function createServicesClient(client: UpstreamClient, options: CachedCallOptions): ServicesClient {
    const find = cachedCall<Service>(client, 'service-v3', options);
    const price = cachedCall<ServiceCalculation>(client, 'service-calculation-v1', options);
    const notFoundOf = (serviceId: string) => () =>
        new DomainError('SERVICE_NOT_FOUND', `${client.upstream} knows no service ${serviceId}`, { serviceId });

    return {
        find: async (context, serviceId) => {
            const notFound = notFoundOf(serviceId);
            if (!canBeAskedFor(serviceId)) {
                throw notFound();
            }

            return find(context, [serviceId.toLowerCase()], {
                method: 'GET',
                path: ['services', serviceId],
                read: (body, broken) => assertSameId(serviceId, readService(body, broken), broken),
                notFound
            });
        },
        calculate: async (context, serviceId, inputs) => {
            const notFound = notFoundOf(serviceId);
            const quantity = quantityOf(inputs);
            if (!canBeAskedFor(serviceId)) {
                throw notFound();
            }

            const { tier, regionalZone, applySeasonalAdjustment } = inputs;
            return price(context, [serviceId.toLowerCase(), quantity, tier, regionalZone, applySeasonalAdjustment], {
                method: 'POST',
                path: ['services', serviceId, 'calculate-advanced'],
                // The quantity is written as it is: a JSON number of JavaScript would be a binary float.
                body: `{"quantity":${quantity},`
                    + JSON.stringify({ tier, regionalZone, applySeasonalAdjustment }).slice(1),
                read: (body, broken) => readCalculation(body, serviceId, broken),
                notFound
            });
        }
    };
}

function quantityOf({ quantityMicros }: ServicePriceInputs): string {
    const quantity = formatMicros(quantityMicros);

    if (quantityMicros % quantityStepMicros !== 0n) {
        throw new DomainError(
            'QUANTITY_TOO_PRECISE', `The quantity of a service has at most 2 decimals, not ${quantity}`, { quantity });
    }
    return quantity;
}
