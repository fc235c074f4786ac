/** Body of a calculation, after the deployed service's conversions and defaults. */
export type CalculationBody = {
    /** At most two decimals, in plain notation. */
    readonly quantity: string;
    readonly tier: 'basic' | 'standard' | 'premium';
    readonly regionalZone: 'warsaw' | 'krakow' | 'gdansk' | 'wroclaw' | 'poznan' | 'other';
    readonly applySeasonalAdjustment?: boolean;
};

const tiers = ['basic', 'standard', 'premium'] as const;
const zones = ['warsaw', 'krakow', 'gdansk', 'wroclaw', 'poznan', 'other'] as const;
const names: readonly string[] = ['quantity', 'tier', 'regionalZone', 'applySeasonalAdjustment'];

/**
 * Reads the body of `calculate-advanced`, or returns every violation, as the deployed service does. @see upstreams.md
 * section 3
 */
export function readCalculationBody(body: unknown): CalculationBody | readonly string[] {
    const members = new Map<string, unknown>(typeof body === 'object' && body !== null ? Object.entries(body) : []);
    const quantity = quantityOf(members.get('quantity'));
    const tier = oneOf(tiers, members.get('tier'), 'standard');
    const regionalZone = oneOf(zones, members.get('regionalZone'), 'other');
    const season = members.get('applySeasonalAdjustment') ?? undefined;
    const violations = [
        ...[...members.keys()].filter((name) => !names.includes(name)).map((name) =>
            `property ${name} should not exist`),
        ...typeof quantity === 'string' ? [] : quantity,
        ...tier === undefined ? [`tier must be one of the following values: ${tiers.join(', ')}`] : [],
        ...regionalZone === undefined ? [`regionalZone must be one of the following values: ${zones.join(', ')}`] : [],
        ...season === undefined || typeof season === 'boolean'
            ? [] : ['applySeasonalAdjustment must be a boolean value']
    ];

    if (violations.length > 0 || typeof quantity !== 'string' || tier === undefined || regionalZone === undefined) {
        return violations;
    }
    return {
        quantity, tier, regionalZone, ...(typeof season === 'boolean' ? { applySeasonalAdjustment: season } : {})
    };
}

/**
 * Reads the quantity. Texts and booleans are converted first: `"12.5"` is 12.5 and `true` is 1, but `""` is 0 and
 * `"12,5"` is no number.
 */
function quantityOf(value: unknown): string | readonly string[] {
    const isConverted = typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
    const text = isConverted ? String(Number(value)) : 'NaN';
    const violations: string[] = [];

    if (!(Number(text) >= 0.01)) {
        violations.push('quantity must not be less than 0.01');
    }
    if (!/^\d+(\.\d{1,2})?$/.test(text)) {
        violations.push('quantity must be a number conforming to the specified constraints');
    }
    return violations.length === 0 ? text : violations;
}

function oneOf<const T extends readonly string[]>(allowed: T, value: unknown, usual: T[number]): T[number] | undefined {
    return value === undefined || value === null ? usual : allowed.find((candidate) => candidate === value);
}
