import { json, micros, minor, smallInteger, text, uuid, yesNo } from './column-codecs.ts';
import type { InvoiceLine } from './invoice.ts';
import { columnsOf, type ColumnUse } from './stored-columns.ts';

const { member, part } = columnsOf<InvoiceLine>();

/** The columns of a line, like `invoiceColumns` of the invoice: a line may change while its invoice is a draft. */
export const lineColumns = {
    id: member('id', uuid),
    item_type: member('itemType', text, 'draft'),
    service_id: member('serviceId', uuid, 'draft'),
    product_id: member('productId', uuid, 'draft'),
    description: member('description', text, 'draft'),
    quantity: member('quantityMicros', micros, 'draft'),
    unit: member('unit', text, 'draft'),
    unit_price: member('unitPriceMicros', micros, 'draft'),
    price_base_quantity: member('priceBaseQuantityMicros', micros, 'draft'),
    vat_category: part(({ vat }) => vat.category, text, 'draft'),
    vat_rate: part(({ vat }) => vat.ratePercentMicros, micros, 'draft'),
    vat_word: part(({ vat }) => vat.word, text, 'draft'),
    exemption_reason: part(({ vat }) => vat.exemptionReason, text, 'draft'),
    tax_point_rule: member('taxPointRule', text, 'draft'),
    gtu: member('gtu', smallInteger, 'draft'),
    pricing_tier: member('pricingTier', text, 'draft'),
    regional_zone: member('regionalZone', text, 'draft'),
    discount_percent: member('discountPercentMicros', micros, 'draft'),
    discount_amount: member('discountAmountMinor', minor, 'draft'),
    split_payment: member('splitPayment', yesNo, 'draft'),
    price_source: member('priceSource', json, 'draft'),
    price_amount: part(({ totals }) => totals.priceMinor, minor, 'draft'),
    line_discount: part(({ totals }) => totals.discountMinor, minor, 'draft'),
    document_discount: part(({ totals }) => totals.documentDiscountMinor, minor, 'draft'),
    net: part(({ totals }) => totals.netMinor, minor, 'draft'),
    vat: part(({ totals }) => totals.vatMinor, minor, 'draft'),
    gross: part(({ totals }) => totals.grossMinor, minor, 'draft'),
    corrects_line_id: part(({ correction }) => correction?.lineId ?? null, uuid),
    correction_part: part(({ correction }) => correction?.part ?? null, text)
};

/** The columns of a line's place, which are not part of the line itself. */
export const placeColumns = {
    invoice_id: { type: 'uuid', stages: [] },
    position: { type: 'int', stages: ['draft'] }
} as const satisfies Readonly<Record<string, ColumnUse>>;

/** All stored columns of a line. */
export const storedLineColumns = { ...placeColumns, ...lineColumns };
