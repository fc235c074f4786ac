/**
 * Aging buckets of the overdue report, in the order of the report: ranges of days that an invoice is unpaid after its
 * due date. `toDays` is the last day of a bucket. The bucket without `fromDays` holds invoices that are not due yet,
 * are due on the day itself, or have no due date; the last bucket has no end. The report's SQL and its sums follow from
 * this list.
 */
export const agingRanges = [
    { bucket: '0', fromDays: null, toDays: 0 },
    { bucket: '1-30', fromDays: 1, toDays: 30 },
    { bucket: '31-60', fromDays: 31, toDays: 60 },
    { bucket: '61-90', fromDays: 61, toDays: 90 },
    { bucket: '90+', fromDays: 91, toDays: null }
] as const;

/** One of {@link agingBuckets}. */
export type AgingBucket = (typeof agingRanges)[number]['bucket'];

/** Names of the aging buckets. */
export const agingBuckets: readonly AgingBucket[] = agingRanges.map(({ bucket }) => bucket);

/** The bucket of invoices that are not overdue: it begins before the due date. */
export const notOverdue: AgingBucket = bucketOf(0);

/**
 * The bucket of a number of days.
 * @param days - Days after the due date; 0 or less is not overdue.
 * @throws TypeError when no bucket holds the day, which is a gap in {@link agingRanges}
 */
export function bucketOf(days: number): AgingBucket {
    const range = agingRanges.find(({ fromDays, toDays }) =>
        days >= (fromDays ?? -Infinity) && days <= (toDays ?? Infinity));
    if (range === undefined) {
        throw new TypeError(`No aging bucket holds day ${days}`);
    }
    return range.bucket;
}
