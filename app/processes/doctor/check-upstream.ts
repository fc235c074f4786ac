import { DomainError } from '../../foundation/errors/domain-error.ts';
import { openHttpClient, type Answer } from '../../platform/upstream/http-client.ts';
import { openBasePath, usualBasePath, type BasePath } from '../../platform/upstream/base-path.ts';
import { readAnswer } from '../../platform/upstream/read-answer.ts';
import { baseUrlOf, urlOf } from '../../platform/upstream/request-parts.ts';
import type { UpstreamName } from '../../platform/upstream/upstream-observer.ts';
import { answerLimitMs } from './examine.ts';
import { failureWords, noAnswer } from './failure-words.ts';
import { failed, ok, warn, type Outcome } from './finding.ts';

/** One of the CRM's services, and the setting that says where it is. */
export type CheckedUpstream = {
    readonly upstream: UpstreamName;
    readonly setting: string;
    readonly url: string;
    /** First segment of a record's path, such as `contacts`. */
    readonly records: string;
};

/** Id of no record. The services accept it as a valid id. */
const nilId = '00000000-0000-0000-0000-000000000000';

/** Error that {@link readAnswer} throws for the expected answer: there is no such record. */
const asExpected = new DomainError('CONTACT_NOT_FOUND', 'There is no such record');

/**
 * Asks for a record that does not exist, with the service's own call: only this tells a wrong path from a right one. A
 * URL without a path is tried below `/api/v1` too, as `serve` and `work` do.
 */
export async function checkUpstream(asked: CheckedUpstream, signal: AbortSignal): Promise<Outcome> {
    const { upstream, url, records } = asked;
    const place = openBasePath(url);
    const client = openHttpClient(upstream, answerLimitMs);
    const late = AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]);
    const startedAt = performance.now();
    try {
        const answer = await place.ask((baseUrl) => client.send({
            method: 'GET', url: urlOf(baseUrl, [records, nilId]), headers: {}, signal: late
        }));
        return judge(answer, asked, `${placeWords(place)}, ${Math.round(performance.now() - startedAt)} ms`);
    } catch (error) {
        return failed(error instanceof DomainError
            ? `what answers at ${place.current()} sends too much (over 1 MiB), so it is not ${upstream}; `
                + `check ${asked.setting}`
            : `${place.current()}: ${late.aborted ? noAnswer : failureWords(error)}`);
    } finally {
        client.close();
    }
}

function placeWords(place: BasePath): string {
    const answers = `${place.current()} answers`;
    return place.finding() === usualBasePath
        ? `${answers} (its URL names no path; ${usualBasePath} was found)` : answers;
}

function judge(answer: Answer, asked: CheckedUpstream, well: string): Outcome {
    const { status } = answer;
    if (status === 401 || status === 403) {
        return warn(
            `answers, but wants a token (${status}): a call from TRUSTED_NETWORKS, which has none, gets nothing from it`
        );
    }
    try {
        readAnswer(
            answer, { upstream: asked.upstream, method: 'GET', read: () => undefined, notFound: () => asExpected });
        return status === 200 ? ok(well) : unlike(asked);
    } catch (error) {
        if (error === asExpected) {
            return status === 404 && saysUnknown(answer) ? ok(well) : unlike(asked);
        }
        return failed(faultOf(error, status, asked));
    }
}

function faultOf(error: unknown, status: number, asked: CheckedUpstream): string {
    const { setting, url, records } = asked;
    switch (error instanceof DomainError ? error.code : undefined) {
        case 'UPSTREAM_MISCONFIGURED':
            return status === 404
                ? `answers, but the URL's path is wrong: it knows no GET ${pathsTried(url, records)}; check ${setting}`
                : `answers with a redirect (${status}), which is not followed; check ${setting}`;
        case 'UPSTREAM_CONTRACT_BROKEN':
            return stranger(asked);
        case 'UPSTREAM_UNAVAILABLE':
            if (status === 429) {
                return `${baseUrlOf(url)} is limiting calls (429)`;
            }
            return `${baseUrlOf(url)} answers with an error of its own (${status})`;
        default:
            return `${baseUrlOf(url)} refuses the call (${status})`;
    }
}

function pathsTried(url: string, records: string): string {
    const path = new URL(baseUrlOf(url)).pathname.replace(/\/+$/, '');
    return path === '' ? `/${records}/… and no GET ${usualBasePath}/${records}/…` : `${path}/${records}/…`;
}

function unlike({ upstream, setting }: CheckedUpstream): Outcome {
    return warn(`answers, but not as ${upstream} does: check ${setting}`);
}

/** The contract's words for an unknown record: `Service with ID … not found`. */
function saysUnknown({ body }: Answer): boolean {
    return new RegExp(`"message"\\s*:\\s*"[^"]* ${nilId} not found"`, 'i').test(body.toString());
}

function stranger({ upstream, setting, url }: CheckedUpstream): string {
    return `what answers at ${baseUrlOf(url)} sends no JSON, so it is not ${upstream}; check ${setting}`;
}
