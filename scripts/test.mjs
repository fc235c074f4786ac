import { node24 } from './clone.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 7;

/** `npm test`: all checks of the project. `npm test -- ARGS` gives ARGS to jest and runs only jest. */
async function test() {
    await prepare(steps);
    const { code } = await run(node24, ['app/dev/check.ts', ...process.argv.slice(2)], { channel: true });
    return code;
}

test().then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
