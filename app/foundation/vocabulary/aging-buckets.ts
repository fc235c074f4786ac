/** How long something has been unpaid. `0`: not due yet, or due on the very day; the others count days after the due date. */
export const agingBuckets = ['0', '1-30', '31-60', '61-90', '90+'] as const;

/** One of {@link agingBuckets}. */
export type AgingBucket = (typeof agingBuckets)[number];
