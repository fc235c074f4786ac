import { startBundled, type BundledServiceOptions } from './bundled-service.ts';
import { draft, openApi, seller, type Api } from './api.ts';
import { cpuMs, peakMb } from './process-use.ts';
import { median } from './slice.ts';
import { table } from './table.ts';

/** Figures of one document, set in type again and again by a service that does nothing else. */
export type PdfFigures = {
    readonly title: string;
    /** Processor time of the service's process, all threads, in milliseconds. */
    readonly cpuMsEach: number;
    readonly medianMs: number;
    readonly kilobytes: number;
    readonly aimMs: number;
};

/** Figures of documents, and the most memory that the process had. */
export type PdfMeasured = { readonly figures: readonly PdfFigures[]; readonly peakMb: number };

const wanted = [
    { title: 'one page, five lines', lines: 5, repeats: 200, aimMs: 30 },
    { title: '500 lines', lines: 500, repeats: 10, aimMs: 1_000 }
] as const;
const warmUps = 3;

/** Measures drafts, which are set in type with each call: an issued document would come from the archive. */
export async function measurePdf(bundle: BundledServiceOptions): Promise<PdfMeasured> {
    const service = await startBundled(bundle);
    try {
        const api = await openApi(service.port, 'bench-documents');
        await api.call('PATCH', '/organisation', seller);
        const figures: PdfFigures[] = [];
        for (const each of wanted) {
            const items = Array.from({ length: each.lines }, (_, line) => draft.items[line % draft.items.length]);
            const { id } = await api.call('POST', '/invoices', { ...draft, items });
            for (let at = 0; at < warmUps; at += 1) await pdfOf(service.port, api, id);
            figures.push(await measureOne(service, api, { ...each, id }));
            // Twice at once, as many as a process makes: the most memory that documents need.
            if (each.lines === 500) await Promise.all([pdfOf(service.port, api, id), pdfOf(service.port, api, id)]);
        }
        return { figures, peakMb: peakMb(service.pid) };
    } finally {
        await service.stop();
    }
}

type Measuring = {
    readonly title: string; readonly repeats: number; readonly aimMs: number; readonly id: string;
};

async function measureOne(
    { port, pid }: { readonly port: number; readonly pid: number }, api: Api, { title, repeats, aimMs, id }: Measuring
): Promise<PdfFigures> {
    const before = cpuMs(pid);
    const times: number[] = [];
    let bytes = 0;
    for (let at = 0; at < repeats; at += 1) {
        const startedAt = performance.now();
        bytes = await pdfOf(port, api, id);
        times.push(performance.now() - startedAt);
    }
    return {
        title, cpuMsEach: (cpuMs(pid) - before) / repeats, medianMs: median(times), kilobytes: bytes / 1_024, aimMs
    };
}

/** Reads a document as PDF. @returns Its bytes */
async function pdfOf(port: number, { token }: Api, id: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${port}/invoices/${id}.pdf`,
        { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`the PDF was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.arrayBuffer()).byteLength;
}

/** The figures as a table. */
export function pdfTable({ figures, peakMb: peak }: PdfMeasured): string {
    return `${table([
        ['PDF of a draft', 'processor time, ms', 'p50 ms', 'kB', 'aim', ''],
        ...figures.map(({ title, cpuMsEach, medianMs, kilobytes, aimMs }) => [
            title, cpuMsEach.toFixed(1), medianMs.toFixed(1), kilobytes.toFixed(0), `≤ ${aimMs} ms`,
            cpuMsEach <= aimMs ? 'ok' : 'ABOVE'
        ])
    ])}\nresident memory at most, with 500 lines twice at once: ${peak.toFixed(0)} MB`;
}
