import { addDays, calendarDate } from './clock.ts';

/** A time of the day as clocks show it, `HH:MM` from `00:00` to `23:59`. */
export type TimeOfDay = `${number}:${number}`;

const dayMs = 86_400_000;
const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * The newest instant, not after `now`, at which the clocks of a zone showed a time of the day: exactly one each day,
 * even when the clocks change.
 * @param time - Such as `02:00`.
 * @param timeZone - IANA name, such as `Europe/Warsaw`.
 * @throws TypeError when the time is not a time of the day
 */
export function lastTimeOfDay(now: Date, time: TimeOfDay, timeZone: string): Date {
    const today = calendarDate(now, timeZone);
    const instant = instantOf(today, time, timeZone);
    return instant <= now ? instant : instantOf(addDays(today, -1), time, timeZone);
}

/**
 * The instant at which the clocks of a zone show a time of a calendar date. Of two such instants, the earlier one
 * counts. A time that the clocks skip is read with the offset before the change: 02:30 becomes 03:30.
 * @param date - `YYYY-MM-DD`
 * @throws TypeError when the time is not a time of the day
 * @see ECMAScript Temporal, disambiguation `compatible`
 */
export function instantOf(date: string, time: TimeOfDay, timeZone: string): Date {
    if (!timeOfDay.test(time)) {
        throw new TypeError(`${time} is not a time of the day`);
    }
    const shownMs = Date.parse(`${date}T${time}:00Z`);
    // A clock change happens at most once within these two days.
    const before = shownMs - offsetMs(shownMs - dayMs, timeZone);
    const after = shownMs - offsetMs(shownMs + dayMs, timeZone);
    const shown = [before, after].filter((ms) => ms + offsetMs(ms, timeZone) === shownMs);
    return new Date(shown.length === 0 ? before : Math.min(...shown));
}

/** Offset of a zone from UTC in milliseconds; positive when its clocks are ahead. */
function offsetMs(instantMs: number, timeZone: string): number {
    const parts = formatOf(timeZone).formatToParts(new Date(instantMs));
    const part = (wanted: Intl.DateTimeFormatPartTypes): string =>
        parts.find(({ type }) => type === wanted)?.value ?? '';
    const date = `${part('year')}-${part('month')}-${part('day')}`;
    const shownMs = Date.parse(`${date}T${part('hour')}:${part('minute')}:${part('second')}Z`);
    return shownMs - Math.floor(instantMs / 1_000) * 1_000;
}

/** Formats by zone: making one costs far more than using it, and there are only a few hundred zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
    const known = formats.get(timeZone);
    if (known !== undefined) {
        return known;
    }
    const made = new Intl.DateTimeFormat('en-CA-u-ca-iso8601-nu-latn', {
        timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
        hour: '2-digit', minute: '2-digit', second: '2-digit'
    });
    formats.set(timeZone, made);
    return made;
}
