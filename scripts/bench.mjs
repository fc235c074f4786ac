import { node24 } from './clone.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 8;

/** `npm run bench`: the speed of the service beside its ceilings. `-- --quick` for a short run. */
async function bench() {
    await prepare(steps);
    const { code } = await run(node24, ['bench/main.ts', ...process.argv.slice(2)], { channel: true });
    return code;
}

bench().then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
