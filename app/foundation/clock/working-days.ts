import { addDays } from './clock.ts';

/** Public holidays on fixed days, `MM-DD`. Christmas Eve is one since 2025. */
const fixedHolidays = ['01-01', '01-06', '05-01', '05-03', '08-15', '11-01', '11-11', '12-25', '12-26'];
const christmasEve = '12-24';
const firstFreeChristmasEve = '2025-12-24';
/** Days from Easter Sunday to Easter Monday and to Corpus Christi. Whit Sunday is a Sunday anyway. */
const daysAfterEaster = [1, 60];

/**
 * The last working day before a day: neither Saturday, Sunday nor a Polish public holiday. On such days Narodowy Bank
 * Polski publishes its rates.
 * @param date - `YYYY-MM-DD`, as is the result.
 * @see Ustawa z 18.01.1951 o dniach wolnych od pracy, art. 1; Ustawa o VAT art. 31a ust. 1
 */
export function lastWorkingDayBefore(date: string): string {
    const before = addDays(date, -1);
    return isWorkingDay(before) ? before : lastWorkingDayBefore(before);
}

/** Tells whether a day is neither Saturday, Sunday nor a Polish public holiday. @param date - `YYYY-MM-DD` */
export function isWorkingDay(date: string): boolean {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return weekday !== 0 && weekday !== 6 && !isHoliday(date);
}

function isHoliday(date: string): boolean {
    const day = date.slice(5);
    const easter = easterSunday(Number(date.slice(0, 4)));
    return fixedHolidays.includes(day) || (day === christmasEve && date >= firstFreeChristmasEve)
        || daysAfterEaster.some((days) => addDays(easter, days) === date);
}

/** Easter Sunday of the Gregorian calendar, `YYYY-MM-DD` (the computus of Meeus, Jones and Butcher). */
function easterSunday(year: number): string {
    const [golden, century, yearOfCentury] = [year % 19, Math.floor(year / 100), year % 100];
    const leaps = Math.floor(century / 4);
    const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
    const epact = (19 * golden + century - leaps - moon + 15) % 30;
    const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
    const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
    const days = epact + weekday - 7 * shift + 114;
    const [month, day] = [Math.floor(days / 31), (days % 31) + 1];
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
