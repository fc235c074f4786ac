import type { StandinRoute } from './standin-server.ts';
import type { StandinAnswer } from './wire.ts';
import { found, jsonNumber } from './wire.ts';
import { publishedBetween } from './catalogue/nbp-tables.ts';

const dayMs = 86_400_000;

/** Maximum days that one request may span. */
const maxDays = 93;

/**
 * Narodowy Bank Polski: `GET /exchangerates/rates/a/{code}/{from}/{to}/?format=json` below `/api`. Rates are invented.
 */
export const nbpRoutes: readonly StandinRoute[] = [{
    method: 'GET',
    path: '/exchangerates/rates/a/{id*3}',
    answer: (asked) => {
        const [code = '', from = '', to = ''] = asked.split('/');
        const fault = faultOf(from, to);
        if (fault !== undefined) {
            return refusedInText(400, `400 BadRequest - ${fault}`);
        }
        const published = publishedBetween(code, from, to);
        if (published === undefined || published.rates.length === 0) {
            return refusedInText(404, '404 NotFound - Not Found - Brak danych');
        }
        const rates = published.rates.map(({ no, date, mid }) => ({ no, effectiveDate: date, mid: jsonNumber(mid) }));
        return found({ table: 'A', currency: published.name, code: published.code, rates });
    }
}];

function faultOf(from: string, to: string): string | undefined {
    const [first, last] = [from, to].map((day) =>
        (/^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN));
    if (first === undefined || last === undefined || Number.isNaN(first) || Number.isNaN(last)) {
        return 'Niewłaściwy format daty / Invalid date format';
    }
    if (last < first) {
        return 'Błędny zakres dat / Invalid date range';
    }
    return (last - first) / dayMs + 1 > maxDays
        ? `Przekroczony limit ${maxDays} dni / Limit of ${maxDays} days has been exceeded` : undefined;
}

/** Refusal in plain text, as NBP answers. */
function refusedInText(status: 400 | 404, text: string): StandinAnswer {
    return { status, body: text, plain: true };
}
