import { DomainError } from '../../foundation/errors/domain-error.ts';
import { formatMicros } from '../../foundation/money/decimal.ts';
import type { CallContext } from './call-context.ts';
import type { OptimalPrice, Product } from './product.ts';
import type { Sourced } from './sourced.ts';
import type { UpstreamClient } from './upstream-client.ts';
import type { CachedCallOptions } from './cached-client.ts';
import { cachedCall } from './cached-client.ts';
import { readOptimalPrice, readProduct } from './product.contract.ts';
import { canBeAskedFor } from './request-parts.ts';
import { assertSameId } from './assert-same-id.ts';

/** Calls to products-service. */
export type ProductsClient = {
    /** @throws DomainError `PRODUCT_NOT_FOUND`, or one of the `UPSTREAM_…` codes */
    find(context: CallContext, productId: string): Promise<Sourced<Product>>;
    /**
     * The recommended price for a wanted margin. The deployed products-service has no such call, and the documented one
     * may have no recommendation: both are `not_available`, and the selling price is used.
     * @throws DomainError `PRODUCT_NOT_FOUND`, or one of the `UPSTREAM_…` codes
     */
    optimalPrice(
        context: CallContext, productId: string, targetMarginPercentMicros: bigint
    ): Promise<Sourced<OptimalPrice> | 'not_available'>;
};

/** Reads products and prices through the cache. */
export function createProductsClient(client: UpstreamClient, options: CachedCallOptions): ProductsClient {
    const find = cachedCall<Product>(client, 'product-v3', options);
    const recommend = cachedCall<OptimalPrice | null>(client, 'optimal-price-v1', options);
    const notFoundOf = (productId: string) => () =>
        new DomainError('PRODUCT_NOT_FOUND', `${client.upstream} knows no product ${productId}`, { productId });

    return {
        find: async (context, productId) => {
            const notFound = notFoundOf(productId);
            if (!canBeAskedFor(productId)) {
                throw notFound();
            }

            return find(context, [productId.toLowerCase()], {
                method: 'GET',
                path: ['products', productId],
                read: (body, broken) => assertSameId(productId, readProduct(body, broken), broken),
                notFound
            });
        },
        optimalPrice: async (context, productId, targetMarginPercentMicros) => {
            const notFound = notFoundOf(productId);
            if (!canBeAskedFor(productId)) {
                throw notFound();
            }

            const targetMargin = formatMicros(targetMarginPercentMicros);
            const { value, ...source } = await recommend(context, [productId.toLowerCase(), targetMargin], {
                method: 'POST',
                path: ['products', productId, 'calculate-optimal-pricing'],
                body: `{"targetMargin":${targetMargin}}`,
                read: readOptimalPrice,
                notFound,
                noRoute: () => null
            });
            return value === null ? 'not_available' : { value, ...source };
        }
    };
}
