/**
 * Item types: the kind of thing that a line sells. The type decides which service prices it. The contract of this API.
 */
export const itemTypes = ['service', 'product', 'custom'] as const;

/** One of {@link itemTypes}. */
export type ItemType = (typeof itemTypes)[number];
