/**
 * Fixed ids of the example catalogue: valid version 4 UUIDs whose first digit says what they name and whose last ones
 * count, so that a person reads `d0000000-0000-4000-8000-000000000007` as "product 7".
 */
const idOf = (kind: string) => (number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Contact number `number` of the catalogue. */
export const contactId = idOf('c');

/** Product number `number` of the catalogue. */
export const productId = idOf('d');

/** Service number `number` of the catalogue. */
export const serviceId = idOf('e');

/** Quote number `number` of the catalogue. */
export const quoteId = idOf('f');

/** Item of a quote: its quote's number × 100 and its position. */
export const quoteItemId = idOf('b');
