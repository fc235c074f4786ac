import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild';
import { build } from 'esbuild';
import { fontFiles } from '../app/features/documents/document-assets.ts';
import { documentedRoutes } from '../app/processes/documented-routes.ts';
import { pageTemplates } from '../app/features/customer-page/page-assets.ts';
import { documentedEvents } from '../app/features/event-feed/event-catalogue.ts';
import { openApiDocument } from '../app/platform/http/openapi/openapi.ts';
import { root } from './clone.mjs';

const serviceFolder = join(root, 'dist', 'service');
const standinsFolder = join(root, 'dist', 'standins');
const sbomFile = join(root, 'dist', 'sbom.cdx.json');

/**
 * File that makes the API's document. The bundle reads the document from a file: with its packages it would be a
 * quarter of the bundle.
 */
const documentMaker = './app/platform/http/openapi/openapi.ts';

const entries = [
    'app/main.ts', 'app/processes/healthcheck.ts', 'app/processes/pg-isready.ts',
    // A thread is started from a file of its own.
    'app/platform/typesetting/typesetting-thread.ts'
];

/** Typst: native code, which no bundler takes in. Its build for this machine's C library is installed beside it. */
const typst = '@myriaddreamin/typst-ts-node-compiler';

const pageFiles = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE'];

/**
 * `npm run build`: the service bundled and tree-shaken into `dist/service`, so that it needs no `npm ci`, with its
 * files for run time beside it: Prisma's schema engine, the migrations, the API's document and the files of the page
 * that shows it, templates and fonts of documents, and Typst, the one package in `dist/service/node_modules`.
 * `dist/sbom.cdx.json` lists the packages that are really in it. The stand-ins of the CRM's services go into
 * `dist/standins`: an image of their own, for local work.
 */
async function buildAll() {
    const sbom = cyclonedxEsbuildPlugin({
        outputFile: sbomFile, specVersion: '1.6', outputReproducible: true, logLevel: 'silent'
    });
    const inputs = await bundle(entries, serviceFolder, [sbom]);
    refuseDevelopmentCode(inputs);
    await copyBeside();
    for (const name of ['swagger-ui-dist', ...await copyTypst(), ...await copyDocuments()]) await addToSbom(name);
    await bundle(['app/dev/standins/main.ts', 'app/dev/example-data-in-compose.ts'], standinsFolder);
}

async function bundle(entryPoints, outdir, plugins = []) {
    await rm(outdir, { recursive: true, force: true });
    const { metafile } = await build({
        absWorkingDir: root,
        entryPoints,
        outdir,
        entryNames: '[name]',
        bundle: true,
        splitting: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        sourcemap: true,
        // Stacks need positions only; the texts would be most of the maps.
        sourcesContent: false,
        metafile: true,
        logLevel: 'warning',
        external: [documentMaker, typst],
        plugins,
        // CommonJS packages inside an ES module call these.
        banner: { js: 'import { createRequire as bundleRequire } from \'node:module\'; const require = '
            + 'bundleRequire(import.meta.url);' }
    });
    await removeEmptyMaps(outdir, Object.keys(metafile.outputs));
    // A bundle without a package.json above it would be read twice by Node: first as CommonJS.
    await writeFile(join(outdir, 'package.json'), '{ "type": "module" }\n');
    const files = Object.keys(metafile.inputs);
    const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    console.log(`Built ${outdir.slice(root.length)}: ${files.length} files in, ${(bytes / 1_048_576).toFixed(1)} MB `
        + 'out with source maps');
    return files;
}

/** Removes the maps of WebAssembly in strings: they map nothing, and each is as large as its string. */
async function removeEmptyMaps(outdir, outputs) {
    const empty = outputs.filter((file) => /wasm-base64-.*\.map$/.test(file));
    for (const file of empty) await rm(join(root, file));
}

function refuseDevelopmentCode(files) {
    const refused = files.filter((file) => /^(app\/dev|test|scripts)\//.test(file));
    if (refused.length > 0) throw new Error(`Development code would reach production:\n${refused.join('\n')}`);
}

async function copyBeside() {
    await copyFrom('@prisma/schema-engine-wasm', ['schema_engine_bg.wasm'], serviceFolder);
    await copyFrom('swagger-ui-dist/package.json', pageFiles, join(serviceFolder, 'swagger-ui'));
    await cp(pageTemplates(), join(serviceFolder, 'customer-page'), { recursive: true });
    await cp(join(root, 'prisma', 'migrations'), join(serviceFolder, 'migrations'), { recursive: true });
    await writeFile(join(serviceFolder, 'openapi.json'), JSON.stringify(await openApiDocument(
        documentedRoutes, documentedEvents)));
}

/** Copies Typst with its native code and licence. @returns The names of its packages */
async function copyTypst() {
    const scope = join(root, 'node_modules', dirname(typst));
    const names = (await readdir(scope)).map((name) => `${dirname(typst)}/${name}`)
        .filter((name) => name.startsWith(typst));
    for (const name of names) {
        const files = (await readdir(join(root, 'node_modules', name))).filter((file) => !file.endsWith('.d.ts'));
        const folder = join(serviceFolder, 'node_modules', name);
        await mkdir(folder, { recursive: true });
        for (const file of files) await cp(join(root, 'node_modules', name, file), join(folder, file));
    }
    if (names.length < 2) throw new Error(`${typst} has no build for this machine: run npm ci`);
    return names;
}

/** Copies the templates, and the fonts with their licences. @returns The names of the fonts' packages */
async function copyDocuments() {
    const documents = join(serviceFolder, 'documents');
    const templates = join(root, 'app', 'features', 'documents', 'templates');
    await cp(templates, join(documents, 'templates'), { recursive: true });
    for (const file of fontFiles) await cp(join(root, 'node_modules', file), join(documents, 'fonts', basename(file)));
    const names = [...new Set(fontFiles.map((file) => file.split('/').slice(0, 2).join('/')))];
    for (const name of names) {
        const licences = (await readdir(join(root, 'node_modules', name))).filter((file) => file.startsWith('LICENSE'));
        for (const file of licences)
            await cp(join(root, 'node_modules', name, file), join(documents, 'licences', `${basename(name)}-${file}`));
    }
    return names;
}

/** Adds a package to the SBOM whose files are copied beside the bundle: the plugin cannot see it. */
async function addToSbom(name) {
    const { version, license } = JSON.parse(await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'));
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    const sbom = JSON.parse(await readFile(sbomFile, 'utf8'));
    sbom.components.push({
        type: 'library', ...namesOf(name), version, purl, 'bom-ref': purl,
        licenses: [/ (AND|OR) /.test(license) ? { expression: license } : { license: { id: license } }]
    });
    await writeFile(sbomFile, `${JSON.stringify(sbom, null, 2)}\n`);
}

/** Group and name of a package, as the SBOM's other components have them. */
function namesOf(name) {
    const [scope, ...rest] = name.split('/');
    return rest.length === 0 ? { name } : { group: scope, name: rest.join('/') };
}

async function copyFrom(packageFile, names, folder) {
    const from = dirname(fileURLToPath(import.meta.resolve(packageFile)));
    await mkdir(folder, { recursive: true });
    for (const name of names) await cp(join(from, name), join(folder, name));
}

await buildAll();
