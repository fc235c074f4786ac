import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler, type PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import type { TypesettingJob, TypesettingResult, TypesettingSetup } from './typesetting-job.ts';

/**
 * Thread that sets documents in type. Typst is synchronous: here it holds up no request. It knows no network and reads
 * nothing but its templates and fonts.
 */

/** Generations of unused results that Typst keeps; without a bound its memory grows with each document. */
const keptGenerations = 5;

/** PDF/A-3 with tags: an archive of decades reads it, and so does a screen reader (ISO 19005-3, level A). */
const standard = 'a-3a' as PdfStandard.A_3a;

const { templates, fonts } = workerData as TypesettingSetup;
const compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontPaths: [...fonts] }] });

parentPort?.on('message', (job: TypesettingJob) => {
    const result = typeset(job);
    parentPort?.postMessage(result);
});

function typeset({ template, data, files = [], createdAtSeconds }: TypesettingJob): TypesettingResult {
    try {
        for (const { name, bytes } of files) {
            compiler.mapShadow(join(templates, name), Buffer.from(bytes));
        }
        const pdf = compiler.pdf({ mainFilePath: join(templates, template), inputs: { data } }, {
            pdfStandard: standard, creationTimestamp: createdAtSeconds
        });
        compiler.evictCache(keptGenerations);
        return { pdf: new Uint8Array(pdf) };
    } catch (error) {
        return { fault: faultOf(error) };
    } finally {
        // The next document may be another organisation's.
        compiler.resetShadow();
    }
}

/** The words of Typst's error. It throws its own kind of object, whose text is in other members than an Error's. */
function faultOf(error: unknown): string {
    const { message, code } = error as { readonly message?: unknown; readonly code?: unknown };
    return [message, code].filter((text) => typeof text === 'string' && text !== '').join(' ') || 'unknown fault';
}
