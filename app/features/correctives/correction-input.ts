import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { correctiveBody } from './corrective.schemas.ts';

/** Body of a correction, from the caller. */
export type CorrectionInput = ValueOf<typeof correctiveBody>;

/** New content of a line of the original; absent members stay unchanged. Decimals are in millionths. */
export type ItemCorrection = NonNullable<CorrectionInput['items']>[number];

/** Extent of a correction: everything that is left, or some lines. */
export type Changes = 'everything' | readonly ItemCorrection[];

/**
 * The changes that the input asks for.
 * @throws DomainError `VALIDATION_FAILED` when items are missing, given twice, or given to a full correction
 */
export function changesOf({ type = 'lines', items }: Pick<CorrectionInput, 'type' | 'items'>): Changes {
    if (type === 'full') {
        if (items !== undefined) {
            throw refusedField('VALIDATION_FAILED', 'items',
                'is not allowed for a full corrective, which takes every item back', 'NOT_ALLOWED');
        }
        return 'everything';
    }
    if (items === undefined || items.length === 0) {
        throw refusedField(
            'VALIDATION_FAILED', 'items', 'is required: name the items to correct, or give type full', 'REQUIRED');
    }
    assertNoneTwice(items);
    return items;
}

function assertNoneTwice(items: readonly ItemCorrection[]): void {
    const seen = new Set<string>();
    const faults: Fault[] = [];
    for (const [index, { itemId }] of items.entries()) {
        if (seen.has(itemId)) {
            faults.push({
                path: `items[${index}].itemId`, code: 'NAMED_TWICE', message: 'names an item that was named before'
            });
        }
        seen.add(itemId);
    }
    const [first] = faults;
    if (first !== undefined) {
        throw new DomainError('VALIDATION_FAILED', `${first.path} ${first.message}`, {}, { faults });
    }
}
