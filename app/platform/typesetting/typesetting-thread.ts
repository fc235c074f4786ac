import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { NodeCompiler, type PdfStandard } from '@myriaddreamin/typst-ts-node-compiler';
import { lettersOfTry, maxTries } from './letters-of-try.ts';
import { missingLettersOf, withoutLetters } from './printable-letters.ts';
import type { TypesettingJob, TypesettingResult, TypesettingSetup } from './typesetting-job.ts';

/**
 * Thread that sets documents in type. Typst is synchronous: here it holds up no request. It knows no network and reads
 * nothing but its templates and fonts.
 */

/** Documents whose results Typst keeps after a short one: they share the templates' own. */
const maxKeptDocuments = 2;

/**
 * Characters of data beyond which nothing is kept: a long document shares few results with the next one, and those of
 * 500 lines are 100 MB.
 */
const maxKeptCharacters = 30_000;

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
        return withKnownLetters(data, (printable) => compiler.pdf(
            { mainFilePath: join(templates, template), inputs: { data: printable } },
            { pdfStandard: standard, creationTimestamp: createdAtSeconds }
        ));
    } finally {
        // The next document may be another organisation's.
        compiler.resetShadow();
        compiler.evictCache(data.length > maxKeptCharacters ? 0 : maxKeptDocuments);
    }
}

/**
 * Sets texts in type; letters that no font has are replaced where Typst refuses them. PDF/A has no sign for a missing
 * letter (ISO 19005-3, 6.2.11.8), so that otherwise one letter in a name would cost the whole document.
 */
function withKnownLetters(data: string, set: (printable: string) => Uint8Array): TypesettingResult {
    const missing = new Set<string>();
    let fault = '';
    for (let tries = 1; tries <= maxTries; tries += 1) {
        try {
            return { pdf: new Uint8Array(set(withoutLetters(data, lettersOfTry(tries, missing, data)))) };
        } catch (error) {
            fault = faultOf(error);
            const letters = missingLettersOf(fault);
            if (letters.size === 0 && !fault.includes('could not be displayed')) {
                return { fault };
            }
            letters.forEach((letter) => missing.add(letter));
        }
    }
    return { fault };
}

/** The words of Typst's error. It throws its own kind of object, whose text is in other members than an Error's. */
function faultOf(error: unknown): string {
    const { message, code } = error as { readonly message?: unknown; readonly code?: unknown };
    return [message, code].filter((text) => typeof text === 'string' && text !== '').join(' ') || 'unknown fault';
}
