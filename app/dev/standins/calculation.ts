import { divideHalfUp, formatMinor, oneMicros, parseMicros } from '../../foundation/money/decimal.ts';
import type { CatalogueService } from './catalogue/services.ts';
import type { CalculationBody } from './calculation-body.ts';

/** The five figures of a calculation, decimals as text with two decimals. */
export type Calculation = {
    readonly netPrice: string;
    readonly vatAmount: string;
    readonly grossPrice: string;
    readonly discountApplied: string;
    readonly effectiveRate: string;
};

const zoneMultipliers =
    { warsaw: '1.25', krakow: '1.15', gdansk: '1.10', wroclaw: '1.08', poznan: '1.05', other: '1' } as const;

const hundredPercentMicros = 100n * oneMicros;

/**
 * The price of a quantity of a service as services-service works it out: rate × zone × season × quantity, less the
 * volume discount, at least the minimum charge. Each figure is rounded by itself from the unrounded one, so gross may
 * differ from net + VAT by 0.01. The season is the service's own; what the caller says about it has no effect.
 * @see spec section 6 and upstreams.md section 3
 */
export function calculate(service: CatalogueService, { quantity, tier, regionalZone }: CalculationBody): Calculation {
    const season = service.seasonalAdjustmentActive ? service.seasonalMultiplier : '1';
    // Three factors in millionths: the rate has 18 decimals, the price 24, and after the discount's percent 32.
    const rate = rateMicros(service, tier) * parseMicros(zoneMultipliers[regionalZone]) * parseMicros(season);
    const price = rate * parseMicros(quantity);
    const discountPercent = discountPercentMicros(service, quantity);
    const discounted = price * (hundredPercentMicros - discountPercent);
    const minimum = micros(service.minimumCharge) * 10n ** 26n;
    const net = discounted > minimum ? discounted : minimum;
    const vatPercent = BigInt(service.vatRate ?? 0);

    return {
        netPrice: cents(net, 32),
        vatAmount: cents(net * vatPercent, 34),
        grossPrice: cents(net * (100n + vatPercent), 34),
        discountApplied: cents(price * discountPercent, 32),
        effectiveRate: cents(rate, 18)
    };
}

function rateMicros({ basic, standard, premium }: CatalogueService, tier: CalculationBody['tier']): bigint {
    const basicMicros = micros(basic);

    switch (tier) {
        case 'basic': return basicMicros;
        case 'standard': return standard === null ? basicMicros * 115n / 100n : micros(standard);
        case 'premium': return premium === null ? basicMicros * 125n / 100n : micros(premium);
    }
}

/** Volume discount of a quantity; the threshold itself is included. */
function discountPercentMicros({ volumeThreshold, volumeDiscountPercent }: CatalogueService, quantity: string): bigint {
    const threshold = micros(volumeThreshold);

    return threshold > 0n && parseMicros(quantity) >= threshold ? micros(volumeDiscountPercent) : 0n;
}

/** Millionths of a decimal. Null counts as zero, so that a row with nulls still calculates. */
function micros(decimal: string | null): bigint {
    return decimal === null ? 0n : parseMicros(decimal);
}

function cents(value: bigint, decimals: number): string {
    return formatMinor(divideHalfUp(value, 10n ** BigInt(decimals - 2)), 2);
}
