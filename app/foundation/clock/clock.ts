/** Source of the current time. Tests inject one that they move. */
export type Clock = { now(): Date };

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };

const minuteMs = 60_000;
const dayMs = 86_400_000;
const maxOffsetMinutes = 15 * 60;

/**
 * A zone's format and its last result: making a format costs 50 microseconds, using one 1, and most calls share a
 * minute.
 */
type ZoneCalendar = { readonly format: Intl.DateTimeFormat; minute: number; date: string };

const calendars = new Map<string, ZoneCalendar>();

/**
 * The calendar date at `instant` where the clocks show `timeZone`.
 * @param timeZone - IANA name, such as `Europe/Warsaw`; its offset changes at full minutes only.
 * @returns `YYYY-MM-DD`
 */
export function calendarDate(instant: Date, timeZone: string): string {
    const calendar = calendarOf(timeZone);
    const minute = Math.floor(instant.getTime() / minuteMs);
    if (minute !== calendar.minute) {
        calendar.date = calendar.format.format(instant);
        calendar.minute = minute;
    }
    return calendar.date;
}

/**
 * The first instant of a calendar date where the clocks show `timeZone`. Where they skip midnight, it is the first
 * minute after the gap.
 * @param date - `YYYY-MM-DD`
 */
export function startOfDay(date: string, timeZone: string): Date {
    const utcMinute = Date.parse(`${date}T00:00:00Z`) / minuteMs;
    // No zone is further than 14 hours from UTC, so the day begins in between; each step halves the remaining range.
    let before = utcMinute - maxOffsetMinutes;
    let first = utcMinute + maxOffsetMinutes;
    while (first - before > 1) {
        const middle = Math.floor((before + first) / 2);
        if (calendarDate(new Date(middle * minuteMs), timeZone) < date) {
            before = middle;
        } else {
            first = middle;
        }
    }
    return new Date(first * minuteMs);
}

/** The format of a zone, kept for ever: there are only a few hundred time zones. */
function calendarOf(timeZone: string): ZoneCalendar {
    const known = calendars.get(timeZone);
    if (known !== undefined) {
        return known;
    }

    const format = new Intl.DateTimeFormat(
        'en-CA-u-ca-iso8601-nu-latn', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    const made = { format, minute: Number.NaN, date: '' };
    calendars.set(timeZone, made);
    return made;
}

/** The calendar date that is `days` later, or earlier when negative. @param date - `YYYY-MM-DD` */
export function addDays(date: string, days: number): string {
    return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}
