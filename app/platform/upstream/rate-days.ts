import { addDays } from '../../foundation/clock/clock.ts';

/** Maximum days that a rate is searched backwards; NBP never pauses half as long. */
const lookBackDays = 10;

/** A span of calendar days, both ends included. */
export type Days = { readonly from: string; readonly to: string };

/**
 * The days whose tables are asked for: up to the day before, or up to today where that day is still to come.
 * @returns undefined when all of them are still to come
 */
export function daysBefore(day: string, today: string): Days | undefined {
    const from = addDays(day, -lookBackDays);
    const last = addDays(day, -1);
    return from > today ? undefined : { from, to: last < today ? last : today };
}

/**
 * True when a table can still be published after the one of `tableDate` and before `day`, so that this one may not be
 * the last. Past days have all their tables, a Saturday or Sunday never has one. Future holidays are not known: the
 * result is then true.
 */
export function mayBeOvertaken(tableDate: string, day: string, today: string): boolean {
    const firstOpen = tableDate < today ? today : addDays(tableDate, 1);
    for (let open = firstOpen; open < day; open = addDays(open, 1)) {
        if (!isWeekend(open)) {
            return true;
        }
    }
    return false;
}

function isWeekend(date: string): boolean {
    return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}
