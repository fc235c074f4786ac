import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { calendarDate, text, uuid } from '../../foundation/schema/fields.ts';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';
import { maxLines } from '../../domain/invoices/draft.ts';
import { maxQuantityMicros, maxUnitPriceMicros } from '../../foundation/money/price.ts';
import { maxDescriptionLength } from '../../domain/pricing/draft-line.ts';
import { amount, percent, vatRate } from '../../domain/pricing/item.schemas.ts';
import { vatCategories } from '../../foundation/vocabulary/vat-categories.ts';

/** Types of a correction: `full` takes everything that is left back, `lines` changes the named lines. */
const correctionTypes = ['full', 'lines'] as const;

/** Maximum number of characters of a reason, which is printed. */
const maxReasonLength = 500;

/** Reason for the correction or cancellation of an issued document. */
export const reason = text(maxReasonLength).example('Zwrot dwóch paczek paneli');

const itemCorrection = shape('ItemCorrection', { itemId: uuid.description("Of the original's item") }, {
    quantity: decimalMicros({ min: 0n, max: maxQuantityMicros, example: '22.5' })
        .description('From now on; 0 removes the item'),
    unitPriceNet: decimalMicros({ min: 0n, max: maxUnitPriceMicros, example: '47.50' })
        .description('From now on, for the same priceBaseQuantity'),
    vatRate,
    vatCategory: oneOf('VatCategory', vatCategories),
    exemptionReason: text(500),
    description: text(maxDescriptionLength),
    discountPercent: percent,
    discountAmount: amount.description('Absent: it moves in proportion to the price, as the share of a discount on the invoice does')
}).min(2).messages({ 'object.min': 'must say what to correct' });

/** `POST /invoices/{invoiceId}/correctives` */
export const correctiveBody = shape('NewCorrective', { reason }, {
    type: oneOf('CorrectionType', correctionTypes).description('full: takes everything back that is left; lines (the default): changes the items that are named'),
    items: listOf('ItemCorrections', itemCorrection, maxLines),
    issueDate: calendarDate.description('Not before that of the corrected invoice; absent: today'),
    notes: text(4_000)
}).example({ reason: 'Zwrot dwóch paczek paneli', items: [{ itemId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b', quantity: '22.5' }] });
