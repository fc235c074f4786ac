import type { BareJob } from './bare-server.ts';
import type { HttpJob } from './http-driver.ts';
import { cpuMs } from './process-use.ts';
import type { Scenario } from './scenarios.ts';
import { median, type Load, type Slice } from './slice.ts';
import type { SqlJob } from './sql-driver.ts';
import type { Worker } from './worker.ts';

/** The processes that take part, beside the service. */
export type Processes = {
    readonly servicePid: number;
    readonly http: Worker<HttpJob, Slice>;
    readonly sql: Worker<SqlJob, Slice>;
    readonly bare: Worker<BareJob, { readonly port: number }>;
};

/** How long and how often. */
export type Plan = { readonly rounds: number; readonly sliceMs: number; readonly concurrency: number };

/** One stretch of load on one side. */
type Sample = { readonly perSecond: number; readonly cpuMsEach: number; readonly slice: Slice };

/** A row of the table; medians over the rounds. A share is the median of the rounds' own shares, whose two sides ran right after each other. */
export type Measured = {
    readonly scenario: Scenario;
    readonly service: Side;
    readonly sql: Side & { readonly share: number };
    readonly bare: (Side & { readonly share: number }) | undefined;
};

/** One side of a row. Processor time is that of the server process alone, milliseconds for each operation. */
export type Side = { readonly perSecond: number; readonly cpuMsEach: number; readonly medianMs: number; readonly p99Ms: number };

const mostOperations = 1_000_000;
const warmUpOperations = 200;
/** How much faster than in the warm-up a side may turn out to be before it runs out of prepared operations. */
const headroom = 2;

/** Measures one scenario: warms each side up, then the sides in turn, forwards and backwards. */
export async function measure(scenario: Scenario, processes: Processes, { rounds, sliceMs, concurrency }: Plan): Promise<Measured> {
    const sides = await sidesOf(scenario, processes);
    const warm = { count: mostOperations, limitMs: sliceMs, concurrency };
    const sqlRate = (await sides.sql({ ...warm, count: warmUpOperations })).perSecond;
    const sqlCount = Math.ceil(sqlRate * (sliceMs / 1_000) * headroom);
    await sides.service(warm);
    await sides.bare?.(warm);

    const samples: Record<'service' | 'sql' | 'bare', Sample[]> = { service: [], sql: [], bare: [] };
    for (let round = 0; round < rounds; round += 1) {
        const order = (['service', 'sql', 'bare'] as const).filter((name) => sides[name] !== undefined);
        for (const name of round % 2 === 0 ? order : order.toReversed()) {
            const sample = await sides[name]?.({ ...warm, count: name === 'sql' ? sqlCount : mostOperations });
            samples[name].push(...(sample === undefined ? [] : [sample]));
        }
    }
    return {
        scenario,
        service: sideOf(samples.service),
        sql: { ...sideOf(samples.sql), share: shareOf(samples.service, samples.sql) },
        bare: sides.bare === undefined ? undefined : { ...sideOf(samples.bare), share: shareOf(samples.service, samples.bare) }
    };
}

async function sidesOf({ http: job, sql: sqlJob, bareBody }: Scenario, { servicePid, http, sql, bare }: Processes) {
    const { port } = await bare.ask({ body: bareBody ?? '' });
    return {
        service: (load: Load) => sampled(servicePid, () => http.ask({ ...job, ...load })),
        sql: (load: Load) => sampled(sql.pid, () => sql.ask({ ...sqlJob, ...load })),
        bare: bareBody === undefined ? undefined : (load: Load) => sampled(bare.pid, () => http.ask({ ...job, ...load, port }))
    };
}

async function sampled(pid: number, run: () => Promise<Slice>): Promise<Sample> {
    const before = cpuMs(pid);
    const slice = await run();
    return { slice, perSecond: slice.done / slice.seconds, cpuMsEach: (cpuMs(pid) - before) / slice.done };
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
