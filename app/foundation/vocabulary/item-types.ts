/** All kinds of thing that a line sells. */
export const itemTypes = ['service', 'product', 'custom'] as const;

/** What kind of thing a line sells. */
export type ItemType = (typeof itemTypes)[number];
