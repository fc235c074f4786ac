import { DomainError, type Fault } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import type { DraftLine } from '../../domain/pricing/draft-line.ts';
import type { buyerFields } from '../../domain/invoices/buyer.schemas.ts';
import type { correctiveBody } from './corrective.schemas.ts';

/** Body of a correction, from the caller. */
export type CorrectionInput = ValueOf<typeof correctiveBody>;

/** New content of a line of the original; absent members stay unchanged. Decimals are in millionths. */
export type ItemCorrection = NonNullable<CorrectionInput['items']>[number];

/** New data of a document, from the caller; `null` empties, absent members stay. */
export type DataCorrection = Pick<CorrectionInput,
    'customerName' | 'customerNIP' | 'customerREGON' | 'customerAddress' | 'customerVATPayer' | 'saleDate'
    | 'taxPointDate' | 'orderNumber' | keyof typeof buyerFields>;

/** Extent of a correction. */
export type Changes = {
    /** True: everything that is left is taken back, and nothing else is changed. */
    readonly isFull: boolean;
    readonly items: readonly ItemCorrection[];
    /** Lines that were forgotten, priced and without amounts. */
    readonly newLines: readonly DraftLine[];
    readonly data: DataCorrection;
};

/** Changes that take everything back that is left. */
export const everything: Changes = { isFull: true, items: [], newLines: [], data: {} };

/**
 * The changes that the input asks for. New lines are priced by the caller.
 * @throws DomainError `VALIDATION_FAILED` when nothing is given, items are given twice, or anything to a full
 *     correction
 */
export function changesOf(input: CorrectionInput): Omit<Changes, 'newLines'> {
    const data = dataOf(input);
    const { type = 'lines', items = [] } = input;
    if (type === 'full') {
        assertNothingBeside(input, data);
        return everything;
    }
    if (items.length === 0 && (input.newItems ?? []).length === 0 && Object.keys(data).length === 0) {
        throw refusedField('VALIDATION_FAILED', 'items',
            'is required: name the items to correct, give newItems or data of the document, or type full', 'REQUIRED');
    }
    assertNoneTwice(items);
    return { isFull: false, items, data };
}

function dataOf(input: CorrectionInput): DataCorrection {
    const {
        reason, type, items, newItems, issueDate, dueDate, correctionEffect, correctionEffectDate, notes, ...data
    } = input;
    return data;
}

function assertNothingBeside(input: CorrectionInput, data: DataCorrection): void {
    const beside = ['items', 'newItems'] as const;
    const field = [...beside.filter((name) => input[name] !== undefined), ...Object.keys(data)][0];
    if (field !== undefined) {
        throw refusedField('VALIDATION_FAILED', field,
            'is not allowed for a full corrective, which takes every item back', 'NOT_ALLOWED');
    }
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
