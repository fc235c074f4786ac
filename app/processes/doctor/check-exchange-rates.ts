import { addDays, calendarDate, type Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { ratesCall } from '../../platform/upstream/nbp.client.ts';
import { openHttpClient } from '../../platform/upstream/http-client.ts';
import { readAnswer } from '../../platform/upstream/read-answer.ts';
import { baseUrlOf, urlOf } from '../../platform/upstream/request-parts.ts';
import { answerLimitMs } from './examine.ts';
import { failureWords, noAnswer } from './failure-words.ts';
import { ok, warn, type Outcome } from './finding.ts';

const upstream = 'nbp';
const daysAsked = 10;

/**
 * Asks for the newest rate of the euro, as the service asks. Most invoices need no rate, so a fault here is a warning.
 */
export async function checkExchangeRates(url: string, clock: Clock, signal: AbortSignal): Promise<Outcome> {
    const place = baseUrlOf(url);
    const today = calendarDate(clock.now(), 'Europe/Warsaw');
    const call = ratesCall({ currency: 'EUR', days: { from: addDays(today, -daysAsked), to: today } });
    const client = openHttpClient(upstream, answerLimitMs);
    const late = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
    const startedAt = performance.now();
    try {
        const answer = await client.send({
            method: 'GET', url: urlOf(place, call.path, call.query), headers: {}, signal: late
        });
        const { date } = readAnswer(answer, { ...call, upstream });
        return ok(`${place} answers with the rates of ${date}, ${Math.round(performance.now() - startedAt)} ms`);
    } catch (error) {
        // The report gives the meaning of the answer and never its text.
        const reason = error instanceof DomainError ? `does not answer as NBP does (${error.code})`
            : late.aborted ? noAnswer : failureWords(error);
        return warn(
            `${place}: ${reason}; invoices in other currencies need their rate by hand. Check EXCHANGE_RATES_URL`);
    } finally {
        client.close();
    }
}
