import { lastTimeOfDay, type TimeOfDay } from '../../foundation/clock/time-of-day.ts';

/**
 * Times at which a job is enqueued by itself: once in each slot of so many seconds, counted from 1970, or once a day
 * when the clocks of a zone show a time, such as `{ dailyAt: '02:00', timeZone: config.timeZone }`. A slot that passed
 * while no worker ran is made up for when one starts, but only the newest.
 */
export type Schedule = { readonly everySeconds: number } | { readonly dailyAt: TimeOfDay; readonly timeZone: string };

/** Schedules of queues, by their names. */
export type Schedules<Name extends string> = Readonly<Partial<Record<Name, Schedule>>>;

/** A slot that began at an instant, or that the database counts by its own clock. */
export type Slot = { readonly startedAt: Date } | { readonly everySeconds: number };

/** Seconds between two polls of the clock for a daily job, which so begins at most this late. */
const dailyPollSeconds = 60;

/** Seconds between two polls of a schedule for a slot without a job. */
export function pollIntervalSeconds(schedule: Schedule): number {
    return 'everySeconds' in schedule ? schedule.everySeconds : dailyPollSeconds;
}

/** The slot of a schedule that `now` lies in; all workers mean the same one. */
export function slotAt(schedule: Schedule, now: Date): Slot {
    return 'everySeconds' in schedule
        ? schedule : { startedAt: lastTimeOfDay(now, schedule.dailyAt, schedule.timeZone) };
}
