import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { documentedRoutes } from '../app/documented-routes.ts';
import { openApiDocument } from '../app/http/openapi/openapi.ts';
import { root } from './clone.mjs';

const out = join(root, 'dist');

/** Makes the API's document, which the bundle reads from a file: it and its packages would be a quarter of the bundle. */
const documentMaker = './app/http/openapi/openapi.ts';

const pageFiles = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png', 'LICENSE'];

/**
 * `npm run build`: the service bundled and tree-shaken, so that it needs no `node_modules`, with what it reads at run time
 * beside it: Prisma's schema engine, the migrations, the API's document and the files of the page that shows it.
 */
async function bundle() {
    await rm(out, { recursive: true, force: true });
    const { metafile } = await build({
        absWorkingDir: root,
        entryPoints: ['app/main.ts'],
        outdir: out,
        bundle: true,
        splitting: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        sourcemap: true,
        metafile: true,
        logLevel: 'warning',
        external: [documentMaker],
        // CommonJS packages inside an ES module call these.
        banner: { js: 'import { createRequire as bundleRequire } from \'node:module\'; const require = bundleRequire(import.meta.url);' }
    });
    refuseDevelopmentCode(Object.keys(metafile.inputs));
    await copyBeside();
    const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
    console.log(`Built dist/main.js: ${Object.keys(metafile.inputs).length} files in, ${(bytes / 1_048_576).toFixed(1)} MB out with source maps`);
}

function refuseDevelopmentCode(files) {
    const refused = files.filter((file) => /^(app\/dev|test|scripts)\//.test(file));
    if (refused.length > 0) throw new Error(`Development code would reach production:\n${refused.join('\n')}`);
}

async function copyBeside() {
    await copyFrom('@prisma/schema-engine-wasm', ['schema_engine_bg.wasm'], out);
    await copyFrom('swagger-ui-dist/package.json', pageFiles, join(out, 'swagger-ui'));
    await cp(join(root, 'prisma', 'migrations'), join(out, 'migrations'), { recursive: true });
    await writeFile(join(out, 'openapi.json'), JSON.stringify(await openApiDocument(documentedRoutes)));
}

async function copyFrom(packageFile, names, folder) {
    const from = dirname(fileURLToPath(import.meta.resolve(packageFile)));
    await mkdir(folder, { recursive: true });
    for (const name of names) await cp(join(from, name), join(folder, name));
}

await bundle();
