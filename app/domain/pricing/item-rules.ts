import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { faultSentence } from '../../foundation/errors/fault-sentence.ts';
import { fieldPath } from './pricing.ts';
import type { ItemInput } from './item.schemas.ts';

type Field = keyof ItemInput;

/** Fields that each kind of item must have, and fields that would have no effect on it: nothing is ignored silently. */
const rules = {
    service: { required: ['serviceId'], refused: ['productId', 'useOptimalPricing'] },
    product: {
        required: ['productId'], refused: ['serviceId', 'pricingTier', 'regionalZone', 'applySeasonalAdjustment']
    },
    custom: {
        required: ['description', 'unitPriceNet'],
        refused: [
            'serviceId', 'productId', 'pricingTier', 'regionalZone', 'applySeasonalAdjustment', 'useOptimalPricing'
        ]
    }
} as const satisfies Record<ItemInput['itemType'], { required: readonly Field[]; refused: readonly Field[] }>;

/**
 * Checks that items have the fields that their type requires. It reports all faults at once, before any other service
 * is asked.
 * @param pathOf - Path of an item: `items[3]`, or empty when the request is the item.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function assertItemsComplete(items: readonly ItemInput[], pathOf: (index: number) => string): void {
    const faults = items.flatMap((item, index) => faultsOf(item, pathOf(index)));
    if (faults.length > 0) {
        throw new DomainError('VALIDATION_FAILED', faultSentence(faults), {}, { faults });
    }
}

function faultsOf(item: ItemInput, path: string): readonly Fault[] {
    const { required, refused } = rules[item.itemType];
    return [
        ...required.filter((field) => item[field] === undefined).map((field) =>
            ({ path: fieldPath(path, field), code: 'REQUIRED', message: `is required for a ${item.itemType} item` })),
        ...refused.filter((field) => item[field] !== undefined).map((field) =>
            ({
                path: fieldPath(path, field), code: 'NOT_ALLOWED', message: `is not allowed for a ${item.itemType} item`
            }))
    ];
}
