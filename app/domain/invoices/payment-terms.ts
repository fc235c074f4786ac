import { addDays } from '../../foundation/clock/clock.ts';

/** Maximum days to pay, given as a number or in a text. */
export const maxTermsDays = 365;

/** Days to pay that a text names, and the day that they are counted from. */
export type NamedDays = { readonly days: number; readonly from: 'issue' | 'end_of_month' };

const bareDays = /^(\d{1,3})(?: *d)?$/u;
/** A number with its unit: `30 dni`, `30 (trzydzieści) dni`, `30-dniowy`, `30 days`. */
const daysWithUnit =
    /(?<![\d.,/])(\d{1,4})(?: *\([^)]*\))?[ -]*(?:dni(?:ach|ow\p{L}+)?|dzień|days?)(?!\p{L})/gu;
/** `net 30`, the English short form. */
const netDays = /(?<!\p{L})net[: ]+(\d{1,4})(?![\d.,/%])/gu;
/** The end of the month itself, in a text without any number: `do końca miesiąca`, `end of month`. */
const byEndOfMonth = new RegExp('(?<!\\p{L})(?:(?:do|na|z) (?:końc(?:a|em)|koniec) (?:(?:bieżącego|tego) )?miesiąca'
    + '|end of (?:the |this )?month|month[ -]?end|eom)(?!\\p{L})', 'u');
/** Another month than that of the issue date, and another event that days may count from. */
const otherMonth = /nast[ęe]pn|kolejn|przyszł|next|following|dostaw|odbi[oó]r|sprzedaż|wykonani|delivery|receipt|sale/u;

/** Days of a kind that no calendar of ours knows, and days that end before an event. */
const otherDays = /robocz|business|working|(?<!\p{L})(?:przed|before|prior)(?!\p{L})/u;
/** A percentage, or the short form `2/10 net 30` of a discount for paying early. */
const percent = /%|procent|percent|\d\/\d+ net/u;
const interest = /odset|interest|late/u;
/**
 * A word after which the text says from when the days count, each with the rest of the text. The words of a delay say
 * nothing of it.
 */
const countedFrom =
    /(?<!\p{L})(?:od|po|from|after|since|following|(?<=days? )of)(?!\p{L}) (?!terminie|(?:the )?due)(?=(.*))/gu;
const fromIssue = new RegExp('^(?:(?:the|our|a|dnia|daty|dacie|date|of) )*'
    + '(?:wystawieni\\p{L}+|(?:faktury|invoice|issue|issuance|issuing)(?!\\p{L}))', 'u');
const fromEndOfMonth = /^(?:(?:the )?end of (?:the )?month|month[ -]?end|eom|końca (?:bieżącego )?miesiąca)(?!\p{L})/u;

/**
 * The days to pay that payment terms name: a number alone (`14`), or a text with one number of days, such as `Przelew
 * 30 dni`, `within 30 days of invoice date`, `net 30`, `30 dni od końca miesiąca`; or the end of the month itself, `do
 * końca miesiąca`. A text may name more days than {@link maxTermsDays}, which callers may not give.
 *
 * A text that can be read in two ways names none: two numbers of days (`2% 10 days, net 30`), a percentage other than
 * interest, working days, or days that count from something else than issue date or end of month (delivery, receipt).
 * It is printed unchanged, and the organisation's default gives the due date.
 * @param paymentTerms - At most 200 characters, as an invoice holds: the time grows with the square of the length.
 */
export function namedDays(paymentTerms: string | null): NamedDays | undefined {
    const text = (paymentTerms ?? '').normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
    const numbers = [bareDays.exec(text), ...text.matchAll(daysWithUnit), ...text.matchAll(netDays)]
        .flatMap((match) => (match === null ? [] : [Number(match[1])]));
    const [days, ...others] = new Set(numbers);
    const isDiscount = percent.test(text) && !interest.test(text);
    if (days === undefined) {
        return isEndOfMonth(text) ? { days: 0, from: 'end_of_month' } : undefined;
    }
    if (others.length > 0 || otherDays.test(text) || isDiscount) {
        return undefined;
    }
    const from = startsOf(text);
    return from === undefined ? undefined : { days, from };
}

/**
 * The due date that payment terms give, `YYYY-MM-DD`; undefined when they name no days.
 * @param issueDate - `YYYY-MM-DD`.
 */
export function dueDateOfTerms(paymentTerms: string | null, issueDate: string): string | undefined {
    const named = namedDays(paymentTerms);
    return named && addDays(named.from === 'issue' ? issueDate : endOfMonth(issueDate), named.days);
}

function isEndOfMonth(text: string): boolean {
    return !/\d/.test(text) && byEndOfMonth.test(text) && !otherMonth.test(text) && !otherDays.test(text);
}

/** The day from which a text counts: undefined when it is neither the issue date nor the end of its month. */
function startsOf(text: string): NamedDays['from'] | undefined {
    const starts = [...text.matchAll(countedFrom)].map(([, words = '']) => words);
    if (starts.length === 0) {
        return /eom|end of month|month[ -]?end|ko[ńn]cu? miesiąca|koniec miesiąca/u.test(text) ? undefined : 'issue';
    }
    if (starts.every((words) => fromIssue.test(words))) {
        return 'issue';
    }
    return starts.every((words) => fromEndOfMonth.test(words)) ? 'end_of_month' : undefined;
}

function endOfMonth(date: string): string {
    // The 28th and four days lie in the next month, whatever the month.
    return addDays(`${addDays(`${date.slice(0, 8)}28`, 4).slice(0, 8)}01`, -1);
}
