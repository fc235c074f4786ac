import type { Measured } from './measure.ts';
import type { RoundTrips } from './round-trips.ts';
import type { Aim } from './scenarios.ts';

/** Start and memory of the bundle. */
export type StartFigures = {
    readonly readyMs: number;
    readonly readyCpuMs: number;
    readonly starts: number;
    readonly idleMb: number;
    readonly idleSeconds: number;
    readonly loadedMb: number;
};

const readyAimMs = 1_500;
const idleAimMb = 130;

/** Rows as aligned columns: the first to the left, the others to the right. */
export function table(rows: readonly (readonly string[])[]): string {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows.map((row) => row.map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)).join('  '))
        .join('\n');
}

/** Throughput beside its ceilings. */
export function speedTable(measured: readonly Measured[]): string {
    return table([
        ['', 'service/s', 'p50 ms', 'p99 ms', 'SQL/s', 'of SQL', 'bare/s', 'of bare', 'hapi+SQL/s', 'of it', 'aim', ''],
        ...measured.map(({ scenario: { title, aim }, service, sql, bare, withQuery }) => {
            return [
                title, whole(service.perSecond), tenths(service.medianMs), tenths(service.p99Ms),
                whole(sql.perSecond), percent(sql.share), maybe(bare?.perSecond, whole), maybe(bare?.share, percent),
                maybe(withQuery?.perSecond, whole), maybe(withQuery?.share, percent),
                ...aimCells(aim, { perSecond: service.perSecond, sql: sql.share, bare: bare?.share ?? 0 })
            ];
        })
    ]);
}

function aimCells(
    aim: Aim | undefined, reached: { readonly perSecond: number; readonly sql: number; readonly bare: number }
): readonly string[] {
    if (aim === undefined) {
        return ['-', ''];
    }
    return 'perSecond' in aim
        ? [`≥ ${whole(aim.perSecond)}/s`, verdict(reached.perSecond >= aim.perSecond, 'BELOW')]
        : [`≥ ${percent(aim.share)} of ${aim.against === 'sql' ? 'SQL' : 'bare'}`, verdict(
            reached[aim.against] >= aim.share, 'BELOW')];
}

/** Processor time of the Node process alone, per operation: it depends far less on the load of the machine. */
export function processorTable(measured: readonly Measured[]): string {
    return table([
        ['processor time, ms', 'service', 'SQL client', 'bare', 'hapi+SQL'],
        ...measured.map(({ scenario, service, sql, bare, withQuery }) =>
            [scenario.title, ...[service, sql, bare, withQuery].map((side) =>
                maybe(side?.cpuMsEach, scenario.heavy === undefined ? hundredths : thousandths))])
    ]);
}

/** Time from start to ready, and memory. */
export function startTable({ readyMs, readyCpuMs, starts, idleMb, idleSeconds, loadedMb }: StartFigures): string {
    return table([
        ['', 'measured', 'aim', ''],
        [`start to ready, median of ${starts} (${whole(readyCpuMs)} ms of it processor time)`, `${whole(readyMs)} ms`,
            `≤ ${readyAimMs} ms`, verdict(readyMs <= readyAimMs)],
        [`resident memory, idle for ${idleSeconds} s after the start`, `${whole(idleMb)} MB`, `≤ ${idleAimMb} MB`,
            verdict(idleMb <= idleAimMb)],
        ['resident memory, after all load', `${whole(loadedMb)} MB`, '-', '']
    ]);
}

/** Database round trips of each request. */
export function roundTripTable(counts: readonly RoundTrips[]): string {
    return table([
        ['', 'round trips', 'at most', ''],
        ...counts.map((count) =>
            [count.request, String(count.roundTrips), String(count.most), verdict(isAllowed(count))])
    ]);
}

/** Checks whether a request keeps within its round trips. */
export function isAllowed({ roundTrips, most }: RoundTrips): boolean {
    return roundTrips <= most;
}

function verdict(holds: boolean, otherwise: 'BELOW' | 'ABOVE' = 'ABOVE'): string {
    return holds ? 'ok' : otherwise;
}

function maybe(value: number | undefined, format: (value: number) => string): string {
    return value === undefined ? '-' : format(value);
}

function whole(value: number): string {
    return value.toFixed(0);
}

function tenths(value: number): string {
    return value.toFixed(1);
}

function hundredths(value: number): string {
    return value.toFixed(2);
}

function thousandths(value: number): string {
    return value.toFixed(3);
}

function percent(share: number): string {
    return `${(share * 100).toFixed(0)} %`;
}
