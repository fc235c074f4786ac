import { calendarDate } from '../../foundation/clock/clock.ts';
import { isWorkingDay } from '../../foundation/clock/working-days.ts';

/** Hours between which reminders are sent, by the clocks of the seller's time zone. */
const firstHour = 8;
const endHour = 18;

/** Tells whether it is a working day between 8:00 and 18:00 where the clocks show `timeZone`. */
export function isBusinessTime(instant: Date, timeZone: string): boolean {
    const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
        .format(instant));
    return hour >= firstHour && hour < endHour && isWorkingDay(calendarDate(instant, timeZone));
}
