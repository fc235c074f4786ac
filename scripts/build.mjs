import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './clone.mjs';

const out = join(root, 'dist');

/**
 * `npm run build`: the service as one tree-shaken file that needs no `node_modules`, with what it reads at run time beside
 * it: Prisma's schema engine and the migrations.
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
    const engine = dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')));
    await mkdir(join(out, 'migrations'), { recursive: true });
    await cp(join(engine, 'schema_engine_bg.wasm'), join(out, 'schema_engine_bg.wasm'));
    await cp(join(root, 'prisma', 'migrations'), join(out, 'migrations'), { recursive: true });
}

await bundle();
