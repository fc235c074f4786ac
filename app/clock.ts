/** The time, as the service sees it. Tests inject one that they move. */
export type Clock = { now(): Date };

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * The calendar date at `instant` where the clocks show `timeZone`.
 * @param timeZone - IANA name, such as `Europe/Warsaw`.
 * @returns `YYYY-MM-DD`
 */
export function calendarDate(instant: Date, timeZone: string): string {
    const parts = new Map(formatOf(timeZone).formatToParts(instant).map(({ type, value }) => [type, value]));
    return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Making a format costs 50 microseconds, using one costs 2; there are only a few hundred time zones. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
    const known = formats.get(timeZone);
    if (known !== undefined) {
        return known;
    }

    const made = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-nu-latn', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, made);
    return made;
}
