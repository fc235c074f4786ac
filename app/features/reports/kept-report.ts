import { calendarDate } from '../../foundation/clock/clock.ts';
import { cacheKey } from '../../platform/cache/cache-key.ts';
import type { KeptTexts } from '../../platform/cache/kept-texts.ts';
import type { ReportCacheOutcome, ReportName } from '../../platform/observability/metrics.ts';
import { readReportBasis, type BooksState, type ReportBasis } from './report-basis.repository.ts';
import type { ReportDependencies } from './report-dependencies.ts';

/** Dependencies of reports that are kept. */
export type KeptReportDependencies = ReportDependencies & {
    readonly keptReports: KeptTexts;
    readonly metrics: { reportRead(report: ReportName, outcome: ReportCacheOutcome): void };
    /** Build that makes the answers: another one makes its own. */
    readonly config: { readonly version: string; readonly revision: string };
};

/** Report that a caller asks for; `query` with its defaults. */
export type AskedReport = {
    readonly name: ReportName; readonly organisationId: string; readonly query: Readonly<Record<string, unknown>>;
};

/** Makes a report. @param dependencies - With a clock that stands still, so that a report has one day. */
export type MakeReport<View> = (
    dependencies: ReportDependencies, own: Pick<ReportBasis, 'currency' | 'vatCurrency'>
) => Promise<View>;

/** A report as it is kept: the state that it was made from, or an earlier one. */
type Kept<View> = BooksState & { readonly view: View };

/**
 * Answers a report as it was kept, as long as nothing of the organisation has changed since, or makes it and keeps it.
 * The state of the books is read first, with each call, so that a change shows at once on every replica. A report that
 * is made while other requests write is kept with the state of before: at worst it is made once more.
 * @throws what `make` throws
 */
export async function keptReport<View extends object>(
    dependencies: KeptReportDependencies, asked: AskedReport, make: MakeReport<View>
): Promise<View> {
    const { database, clock, keptReports, metrics, config: { timeZone } } = dependencies;
    const now = clock.now();
    const { state, ...own } = await readReportBasis(database, asked.organisationId);
    const key = keyOf(asked, calendarDate(now, timeZone), dependencies.config);
    const found = state === undefined ? 'missing' : await keptReports.find(key);
    const kept = typeof found === 'object' ? read<View>(found.text) : undefined;
    if (kept !== undefined && state !== undefined && holds(kept, state)) {
        metrics.reportRead(asked.name, 'hit');
        return kept.view;
    }

    metrics.reportRead(asked.name, found === 'unavailable' ? found : 'miss');
    const view = await make({ database, clock: { now: () => now }, config: { timeZone } }, own);
    if (state !== undefined && found !== 'unavailable') {
        await keptReports.keep(key, JSON.stringify({ ...state, view } satisfies Kept<View>));
    }
    return view;
}

/**
 * Tells whether a kept report is still right. Newer changes show by their entry. Those that were under way when it was
 * made may have entries that are older than the newest, so each of them must be under way still: then it has changed
 * nothing yet.
 */
function holds({ newest, underWay }: BooksState, state: BooksState): boolean {
    return newest === state.newest && underWay.every((transaction) => state.underWay.includes(transaction));
}

function keyOf(
    { name, organisationId, query }: AskedReport, today: string,
    { timeZone, version, revision }: KeptReportDependencies['config']
): string {
    const asked = JSON.stringify(Object.entries(query).sort(([left], [right]) => (left < right ? -1 : 1)));
    return cacheKey([version, revision, name, organisationId, timeZone, today, asked]);
}

/** Reads a kept report; undefined when this code did not write it. */
function read<View>(text: string): Kept<View> | undefined {
    try {
        // The key vouches for the shape: only this module writes under it, and each build under keys of its own.
        return JSON.parse(text) as Kept<View>;
    } catch {
        return undefined;
    }
}
