import { compareBigints } from '../../foundation/money/allocate.ts';
import { currencyOf, maxUnitCharacters, percentOf, uuidOf } from './contract-values.ts';
import type { ContractBreak, Fields } from './json-fields.ts';
import { fieldsOf } from './json-fields.ts';
import type { Quote, QuoteItem } from './quote.ts';

const itemTypes = new Map<string, QuoteItem['itemType']>([['PRODUCT', 'product'], ['SERVICE', 'service']]);

/** Maximum length of a quote's number and of its status. */
const maxNumberCharacters = 100;

/** Maximum length of an item's description, which is left out where no line can hold it. */
const maxDescriptionCharacters = 1_000;

/**
 * Reads a quote. Its totals are not read: the deployed service answers zeros there, and only the items can be trusted.
 * @throws DomainError what `broken` makes
 * @see spec section 6 and upstreams.md section 6
 */
export function readQuote(body: unknown, broken: ContractBreak): Quote {
    const fields = fieldsOf(body, broken);

    return {
        id: fields.text('id'),
        number: fields.textOfAtMost(maxNumberCharacters, 'quoteNumber'),
        status: fields.textOfAtMost(maxNumberCharacters, 'status').toUpperCase(),
        contactId: uuidOf('contactId', fields.text('contactId'), broken),
        currency: currencyOf(fields.text('currency'), broken) ?? '',
        discountPercentMicros: percentOf('discountPercent', fields.decimalOrNull('discountPercent'), broken) ?? 0n,
        discountAmountMicros: fields.decimalOrNull('discountAmount') ?? 0n,
        deliveryCostMicros: fields.optionalDecimal('deliveryCost') ?? 0n,
        paymentTerms: fields.uncheckedTextOrNull('paymentTerms'),
        notes: fields.uncheckedTextOrNull('notes'),
        // The deployed service does not sort them.
        items: fields.list('items').map((item, index) =>
            ({ position: item.decimal('position'), item: readItem(item, `items[${index}].`, broken) }))
            .sort((left, right) => compareBigints(left.position, right.position))
            .map(({ item }) => item)
    };
}

function readItem(fields: Fields, where: string, broken: ContractBreak): QuoteItem {
    const productId = fields.textOrNull('productId');

    return {
        id: fields.text('id'),
        itemType: itemTypeOf(`${where}itemType`, fields.text('itemType'), broken),
        productId: productId === null ? null : uuidOf(`${where}productId`, productId, broken),
        name: fields.text('name'),
        description: fields.textIfGood(maxDescriptionCharacters, 'description'),
        quantityMicros: fields.decimal('quantity'),
        unit: fields.textOfAtMost(maxUnitCharacters, 'unit'),
        unitPriceMicros: fields.decimal('pricePerUnit'),
        discountPercentMicros: percentOf(`${where}discount`, fields.decimalOrNull('discount'), broken) ?? 0n,
        netPriceMicros: fields.decimalOrNull('netPrice') ?? 0n,
        vatPercentMicros: percentOf(`${where}vatRate`, fields.decimal('vatRate'), broken) ?? 0n
    };
}

function itemTypeOf(name: string, text: string, broken: ContractBreak): QuoteItem['itemType'] {
    const itemType = itemTypes.get(text.toUpperCase());
    if (itemType === undefined) {
        throw broken(`has ${name}, which is neither PRODUCT nor SERVICE`);
    }
    return itemType;
}
