import { formatMinor } from '../../../foundation/money/decimal.ts';

/** A rate of one table. */
export type TableRate = { readonly no: string; readonly date: string; readonly mid: string };

/**
 * Values that each currency's rate moves around: all invented, and close to the real rate of some time. Not every
 * currency is in table A.
 */
const currencies: Readonly<
    Record<string, { readonly name: string; readonly around: bigint; readonly decimals: number }>
> = {
    EUR: { name: 'euro', around: 42_500n, decimals: 4 },
    USD: { name: 'dolar amerykański', around: 36_500n, decimals: 4 },
    GBP: { name: 'funt szterling', around: 49_000n, decimals: 4 },
    CHF: { name: 'frank szwajcarski', around: 45_500n, decimals: 4 },
    CZK: { name: 'korona czeska', around: 1_740n, decimals: 4 },
    SEK: { name: 'korona szwedzka', around: 3_850n, decimals: 4 },
    NOK: { name: 'korona norweska', around: 3_620n, decimals: 4 },
    DKK: { name: 'korona duńska', around: 5_700n, decimals: 4 },
    UAH: { name: 'hrywna (Ukraina)', around: 873n, decimals: 4 },
    HUF: { name: 'forint (Węgry)', around: 10_950n, decimals: 6 },
    JPY: { name: 'jen (Japonia)', around: 24_100n, decimals: 6 },
    // Quoted for 10 000, so with more decimals than any other.
    IDR: { name: 'rupia indonezyjska', around: 22_634n, decimals: 8 }
};

/** Fixed days without a table, `MM-DD`. */
const fixedHolidays = ['01-01', '01-06', '05-01', '05-03', '08-15', '11-01', '11-11', '12-24', '12-25', '12-26'];

const dayMs = 86_400_000;

/** The rates of a currency in the tables of some days; undefined when it is not in table A. */
export function publishedBetween(code: string, from: string, to: string) {
    const currency = currencies[code.toUpperCase()];
    if (currency === undefined) {
        return undefined;
    }
    const rates = daysBetween(from, to).filter(hasTable).map((date): TableRate => ({
        no: numberOf(date), date, mid: formatMinor(currency.around + swing(date, currency.around), currency.decimals)
    }));
    return { code: code.toUpperCase(), name: currency.name, rates };
}

/** Tells if NBP publishes a table on a day, which it does on working days. */
function hasTable(date: string): boolean {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    const easter = easterSunday(Number(date.slice(0, 4)));
    const movable = [1, 60].map((days) => dateOf(easter + days * dayMs));
    return weekday !== 0 && weekday !== 6 && !fixedHolidays.includes(date.slice(5)) && !movable.includes(date);
}

/** Number of a day's table: the tables of a year are counted. */
function numberOf(date: string): string {
    const year = date.slice(0, 4);
    const count = daysBetween(`${year}-01-01`, date).filter(hasTable).length;
    return `${String(count).padStart(3, '0')}/A/NBP/${year}`;
}

/** Deviation of a day's rate: at most one percent up or down, another one each day, always the same for a day. */
function swing(date: string, around: bigint): bigint {
    const day = BigInt(Date.parse(`${date}T00:00:00Z`) / dayMs);
    return around * ((day * 37n) % 201n - 100n) / 10_000n;
}

function daysBetween(from: string, to: string): readonly string[] {
    const [first, last] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`)];
    return Array.from({ length: (last - first) / dayMs + 1 }, (_, index) => dateOf(first + index * dayMs));
}

function dateOf(timeMs: number): string {
    return new Date(timeMs).toISOString().slice(0, 10);
}

/** Easter Sunday of the Gregorian calendar, as a time (the computus of Meeus, Jones and Butcher). */
function easterSunday(year: number): number {
    const a = year % 19;
    const b = Math.floor(year / 100);
    const c = year % 100;
    const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
    const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
    const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
    return Date.UTC(year, Math.floor(f / 31) - 1, (f % 31) + 1);
}
