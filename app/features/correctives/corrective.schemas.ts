import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { calendarDate, text, uuid } from '../../foundation/schema/fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, oneOf } from '../../foundation/schema/shape.ts';
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
export const reason = text(maxReasonLength).example('Zwrot dwóch paczek paneli')
    .description('Reason, as it is printed.');

const itemCorrection = form('ItemCorrection', { itemId: uuid.description('Item of the corrected invoice.') }, {
    quantity: decimalMicros({ min: 0n, max: maxQuantityMicros, example: '22.5' })
        .description('Quantity from now on (EN 16931 BT-129); 0 removes the item.'),
    unitPriceNet: decimalMicros({ min: 0n, max: maxUnitPriceMicros, example: '47.50' })
        .description('Unit price from now on (EN 16931 BT-146), for the same priceBaseQuantity.'),
    vatRate,
    vatCategory: described(
        oneOf('VatCategory', vatCategories), 'VAT category (EN 16931 BT-118), needed for K and G only.'),
    exemptionReason: text(500).description('Printed reason for charging no VAT (EN 16931 BT-120).'),
    description: text(maxDescriptionLength).description('Name of what is sold (EN 16931 BT-153), from now on.'),
    discountPercent: percent,
    discountAmount: amount.description(
        'Discount as an amount (EN 16931 BT-136). Absent: it moves in proportion to the price, as the share of '
        + 'a discount '
        + 'on the invoice does.')
}).min(2).messages({ 'object.min': 'must say what to correct' });

/** `POST /invoices/{invoiceId}/correctives` */
export const correctiveBody = form('NewCorrective', { reason }, {
    type: oneOf('CorrectionType', correctionTypes).description(
        'Extent of the correction. full: takes everything back that is left; lines (the default): changes the '
        + 'items named.'),
    items: listOf('ItemCorrections', itemCorrection, maxLines)
        .description('Items to correct, as they are from now on.'),
    issueDate: calendarDate
        .description('Issue date of the corrective, not before that of the corrected invoice and not in the future. '
            + 'Absent: today.'),
    notes: text(4_000).description('Note that is printed (EN 16931 BT-22).')
}).example({
    reason: 'Zwrot dwóch paczek paneli', items: [{ itemId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b', quantity: '22.5' }]
});
