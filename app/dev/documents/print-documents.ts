import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readLogo } from '../../domain/organisations/logo.ts';
import { printLanguages } from '../../domain/printing/printed-document.ts';
import { documentAssets } from '../../features/documents/document-assets.ts';
import { renderDocument } from '../../features/documents/render-document.ts';
import { openTypesetter } from '../../platform/typesetting/typesetter.ts';
import { samplesOf } from './sample-documents.ts';
import { sampleNow } from './sample-invoices.ts';

/**
 * Process entry of `npm run documents`: prints every kind of document with invented data into a folder, as PDF, and as
 * pictures where `pdftoppm` is installed.
 */

const [folder = 'documents-out'] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const typesetter = openTypesetter(documentAssets());
const logoBytes = await readFile(new URL('sample-logo.png', import.meta.url));
const look = {
    organisationId: 'example',
    accent: '#14532d',
    footer: 'Przykładowe Podłogi sp. z o.o. · Sąd Rejonowy w Przykładowie, KRS 0000000000 · kapitał 50 000 zł'
};
/** English documents have a logo, Polish ones the name in its place, so that both can be seen. */
const logoOf = { pl: null, en: readLogo(logoBytes) } as const;
const files: string[] = [];
for (const language of printLanguages) {
    for (const { name, printed } of samplesOf(language)) {
        const file = join(folder, `${name}-${language}.pdf`);
        await writeFile(file, await renderDocument(
            typesetter, printed, { look: { ...look, logo: logoOf[language] }, createdAt: sampleNow }));
        files.push(file);
    }
}
await typesetter.close();

const run = promisify(execFile);
const pictured = await Promise.all(files.map((file) =>
    run('pdftoppm', ['-r', '90', '-png', file, file.replace(/\.pdf$/, '')])))
    .then(() => 'with pictures of their pages', () => 'without pictures: pdftoppm (Debian: poppler-utils) is missing');
console.log(`${files.length} documents in ${folder}, ${pictured}`);
