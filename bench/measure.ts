import type { BareJob, BarePorts } from './bare-server.ts';
import type { HttpJob } from './http-driver.ts';
import { cpuMs } from './process-use.ts';
import type { Scenario } from './scenarios.ts';
import { median, type Load, type Slice } from './slice.ts';
import type { SqlJob } from './sql-driver.ts';
import type { TappedStatement } from './wire-tap.ts';
import type { Worker } from './worker.ts';

/** The processes that take part, beside the service. */
export type Processes = {
    readonly servicePid: number;
    readonly http: Worker<HttpJob, Slice>;
    readonly sql: Worker<SqlJob, Slice>;
    readonly bare: Worker<BareJob, BarePorts>;
};

/** Number of rounds, length of a slice in milliseconds, and operations at once. */
export type Plan = { readonly rounds: number; readonly sliceMs: number; readonly concurrency: number };

/** Figures of one stretch of load on one side. */
type Sample = { readonly perSecond: number; readonly cpuMsEach: number; readonly slice: Slice };

/**
 * A row of the table: medians over the rounds. A share is the median of the rounds' own shares, whose two sides ran one
 * after the other.
 */
export type Measured = {
    readonly scenario: Scenario;
    readonly service: Side;
    readonly sql: Side & { readonly share: number };
    readonly bare: (Side & { readonly share: number }) | undefined;
    /** hapi that runs the same statement and answers its rows as they come. */
    readonly withQuery: (Side & { readonly share: number }) | undefined;
};

/**
 * One side of a row. Processor time is of the Node process alone, without PostgreSQL, in milliseconds per operation.
 */
export type Side = {
    readonly perSecond: number; readonly cpuMsEach: number; readonly medianMs: number; readonly p99Ms: number
};

const sideNames = ['service', 'sql', 'bare', 'withQuery'] as const;
const maxOperations = 1_000_000;
/** Enough to compile the code and to plan on each connection; PostgreSQL settles on a plan after five uses. */
const warmUpOperations = 10_000;
const warmUpMs = 5_000;
const sqlWarmUpOperations = 1_000;
/** Factor by which a side may exceed its rate in the warm-up before it runs out of prepared operations. */
const headroom = 2;

/** Measures one scenario: warms each side up, then the sides in turn, forwards and backwards. */
export async function measure(
    scenario: Scenario, processes: Processes, { rounds, sliceMs, ...plan }: Plan
): Promise<Measured> {
    const { units, concurrency, warmUp, sqlWarmUp } = loadOf(scenario, plan);
    const sides = await sidesOf(scenario, processes);
    const warm = { count: warmUp, limitMs: warmUpMs, concurrency };
    const sqlRate = (await sides.sql({ ...warm, count: sqlWarmUp })).perSecond;
    const sqlCount = Math.ceil(sqlRate / units * (sliceMs / 1_000) * headroom);
    await sides.service(warm);
    await sides.bare?.(warm);
    await sides.withQuery?.(warm);

    const samples: Record<(typeof sideNames)[number], Sample[]> = { service: [], sql: [], bare: [], withQuery: [] };
    for (let round = 0; round < rounds; round += 1) {
        const order = sideNames.filter((name) => sides[name] !== undefined);
        for (const name of round % 2 === 0 ? order : order.toReversed()) {
            const sample = await sides[name]?.({
                count: name === 'sql' ? sqlCount : maxOperations, limitMs: sliceMs, concurrency
            });
            samples[name].push(...(sample === undefined ? [] : [sample]));
        }
    }
    return {
        scenario,
        service: sideOf(samples.service),
        sql: { ...sideOf(samples.sql), share: shareOf(samples.service, samples.sql) },
        bare: sides.bare && { ...sideOf(samples.bare), share: shareOf(samples.service, samples.bare) },
        withQuery: sides.withQuery
            && { ...sideOf(samples.withQuery), share: shareOf(samples.service, samples.withQuery) }
    };
}

function loadOf({ heavy }: Scenario, { concurrency }: Pick<Plan, 'concurrency'>) {
    return heavy === undefined
        ? { units: 1, concurrency, warmUp: warmUpOperations, sqlWarmUp: sqlWarmUpOperations }
        : { ...heavy, sqlWarmUp: heavy.warmUp };
}

async function sidesOf(
    { http: job, sql: sqlJob, bareBody, readId, heavy }: Scenario, { servicePid, http, sql, bare }: Processes
) {
    const { url, poolSize, statements: [statement] } = sqlJob;
    const query = bareBody === undefined || statement === undefined ? undefined
        : {
            url, poolSize, statement: { ...statement, values: renamedOnce(statement.values, sqlJob.renamed) },
            id: readId ?? ''
        };
    const ports = await bare.ask({ body: bareBody ?? '', query });
    const reading = (port: number) => bareBody === undefined ? undefined
        : (load: Load) => sampled(1, bare.pid, () => http.ask({ ...job, ...load, port }));
    return {
        service: (load: Load) => sampled(heavy?.units ?? 1, servicePid, () => http.ask({ ...job, ...load })),
        sql: (load: Load) => sampled(heavy?.units ?? 1, undefined, () => sql.ask({ ...sqlJob, ...load })),
        bare: reading(ports.bare),
        withQuery: reading(ports.withQuery)
    };
}

/** Replaces texts that always stand for the same other text, such as the organisation. */
function renamedOnce(values: TappedStatement['values'], renamed: SqlJob['renamed']): TappedStatement['values'] {
    const fixed = renamed.filter(({ to }) => to.length === 1);
    return values.map((value) =>
        value === null ? null : fixed.reduce((text, { from, to }) => text.replaceAll(from, to[0] ?? from), value));
}

/**
 * @param units - Units that each operation counts for.
 * @param serverPid - Process that does the work; absent when the driver itself does it.
 */
async function sampled(units: number, serverPid: number | undefined, run: () => Promise<Slice>): Promise<Sample> {
    const before = serverPid === undefined ? 0 : cpuMs(serverPid);
    const slice = await run();
    const cpuMsEach = serverPid === undefined ? slice.cpuMsEach : (cpuMs(serverPid) - before) / slice.done;
    return { slice, perSecond: slice.done * units / slice.seconds, cpuMsEach: cpuMsEach / units };
}

function sideOf(samples: readonly Sample[]): Side {
    return {
        perSecond: median(samples.map(({ perSecond }) => perSecond)),
        cpuMsEach: median(samples.map(({ cpuMsEach }) => cpuMsEach)),
        medianMs: median(samples.map(({ slice }) => slice.medianMs)),
        p99Ms: median(samples.map(({ slice }) => slice.p99Ms))
    };
}

function shareOf(service: readonly Sample[], ceiling: readonly Sample[]): number {
    return median(service.map(({ perSecond }, round) => perSecond / (ceiling[round]?.perSecond ?? Number.NaN)));
}
