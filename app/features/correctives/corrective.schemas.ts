import { decimalMicros } from '../../foundation/schema/decimal-field.ts';
import { calendarDate, text, uuid, yesNo } from '../../foundation/schema/fields.ts';
import { described } from '../../foundation/schema/openapi-meta.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf } from '../../foundation/schema/shape.ts';
import { buyerFields } from '../../domain/invoices/buyer.schemas.ts';
import { customerNip, customerRegon, orderNumber } from '../../domain/invoices/invoice.schemas.ts';
import { correctionEffects } from '../../foundation/vocabulary/correction-effects.ts';
import { maxLines } from '../../domain/invoices/draft.ts';
import { maxQuantityMicros, maxUnitPriceMicros } from '../../foundation/money/price.ts';
import { maxDescriptionLength } from '../../domain/pricing/draft-line.ts';
import { amount, gtu, itemBody, percent, taxPointRule, unit, vatRate } from '../../domain/pricing/item.schemas.ts';
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
    unit,
    taxPointRule: described(taxPointRule, 'Absent: it stays, and is found anew where the VAT category changes.'),
    gtu: described(gtu, 'Group of goods of the VAT register from now on. Absent: it stays.'),
    discountPercent: percent,
    discountAmount: amount.description(
        'Discount as an amount (EN 16931 BT-136). Absent: the one that was given last, in proportion to the price.')
}).min(2).messages({ 'object.min': 'must say what to correct' });

const dataFields = {
    customerName: text(300).description('Name of the buyer (EN 16931 BT-44), from now on.'),
    customerNIP: nullable(customerNip),
    customerREGON: nullable(customerRegon),
    customerAddress: text(500).description('Address of the buyer on one line (EN 16931 BG-8), from now on.'),
    customerVATPayer: yesNo.description('True for a buyer who is a taxable person.'),
    ...buyerFields,
    saleDate: calendarDate.description(
        'Day of the delivery or service (EN 16931 BT-72), from now on. It moves the tax to its own tax point.'),
    taxPointDate: nullable(calendarDate).description(
        'Day on which the tax arises (EN 16931 BT-7), for all items; null: by the taxPointRule of each.'),
    orderNumber: nullable(orderNumber)
};

/** `POST /invoices/{invoiceId}/correctives` */
export const correctiveBody = form('NewCorrective', { reason }, {
    type: oneOf('CorrectionType', correctionTypes).description(
        'Extent of the correction. full: takes everything back that is left; lines (the default): changes the '
        + 'items named.'),
    items: listOf('ItemCorrections', itemCorrection, maxLines)
        .description('Items to correct, as they are from now on.'),
    newItems: listOf('NewItems', itemBody, maxLines).description(
        'Items that the invoice forgot, priced like those of a draft. A percentage of the invoice applies to them.'),
    ...dataFields,
    issueDate: calendarDate
        .description('Issue date of the corrective, not before that of the corrected invoice and not in the future. '
            + 'Absent: today.'),
    dueDate: calendarDate.description(
        "Last day to pay what the corrective raises, not before its issue date. Absent: by the organisation's payment "
        + 'terms from the issue date. Refused where nothing is raised.'),
    correctionEffect: oneOf('CorrectionEffect', correctionEffects).description(
        'Effect on the VAT register (FA(3) TypKorekty). original: a mistake, a raise counts on the tax point of the '
        + 'invoice; correction: a later cause, a raise counts on the issue date of the corrective (the default of a '
        + 'raise); other: on correctionEffectDate. What lowers the VAT counts when its receipt is confirmed.'),
    correctionEffectDate: calendarDate.description('Day of the effect other, which needs it.'),
    notes: text(4_000).description('Note that is printed (EN 16931 BT-22).')
}).example({
    reason: 'Zwrot dwóch paczek paneli', items: [{ itemId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5b', quantity: '22.5' }]
});

/** `POST /invoices/{invoiceId}/receipt-confirmation` */
export const receiptConfirmationBody = form('ReceiptConfirmation', {
    confirmedOn: calendarDate.example('2026-11-27').description(
        'Day on which the seller had the confirmation: not before the issue of the corrective and not in the future.')
}).example({ confirmedOn: '2026-11-27' });
