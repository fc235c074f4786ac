import type { Clock } from '../../foundation/clock/clock.ts';
import type { Command } from '../../platform/commands/command.ts';
import type { NetPrice } from '../../foundation/money/price.ts';
import type { Organisation } from '../organisations/organisation.ts';
import type { CallContext } from '../../platform/upstream/call-context.ts';
import type { Upstreams } from '../../platform/upstream/upstreams.ts';
import type { PricesInclude } from '../../foundation/vocabulary/prices-include.ts';
import type { PriceSource } from './price-source.ts';

/** Dependencies of pricing, which the composition root provides. */
export type PricingDependencies = {
    readonly clock: Clock;
    readonly upstreams: Upstreams;
    readonly config: {
        readonly upstream: {
            /** ISO 4217: currency of prices for which the upstream names none. */
            readonly priceCurrency: string;
        };
    };
};

/** Context in which an item is priced. */
export type Pricing = {
    readonly upstreams: Upstreams;
    readonly upstream: CallContext;
    readonly organisation: Organisation;
    readonly currency: string;
    readonly pricesInclude: PricesInclude;
    /** Language of the invoice, such as `pl`, for units that are words. */
    readonly language: string;
    /** ISO 4217: currency of prices for which the upstream names none. */
    readonly upstreamCurrency: string;
    readonly now: Date;
};

/** Values that the caller left open and an upstream filled in. */
export type Asked = {
    readonly description: string;
    readonly unit: string;
    readonly vatPercentMicros: bigint | null;
    /** True for a service that has one rate: tier and zone do not apply to it. */
    readonly hasOneRate?: boolean;
    /** Absent when the caller gave the price. */
    readonly price?: { readonly net: NetPrice; readonly source: Omit<PriceSource, 'vatSource'> };
};

/** The path of an item's field: `items[3].quantity`, or `quantity` when the request is the item. */
export function fieldPath(path: string, field: string): string {
    return path === '' ? field : `${path}.${field}`;
}

/** The pricing context of an invoice's items. */
export function pricingOf(
    { upstreams, clock, config }: PricingDependencies, { upstream }: Command, organisation: Organisation,
    { currency, pricesInclude, language }: Pick<Pricing, 'currency' | 'pricesInclude' | 'language'>
): Pricing {
    return {
        upstreams, upstream, organisation, currency, pricesInclude, language,
        upstreamCurrency: config.upstream.priceCurrency, now: clock.now()
    };
}
