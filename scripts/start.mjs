import { node24 } from './clone.mjs';
import { tryLock } from './one-at-a-time.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 7;

/** `npm start`: from a fresh clone to a running service with everything that it needs. `--fresh` empties its data first. */
async function start() {
    if (!(await tryLock('start'))) {
        throw new Error('`npm start` already runs in this folder: stop that one first (Ctrl-C in its terminal)');
    }
    await prepare(steps);
    const { code } = await run(node24, ['app/dev/start.ts', ...process.argv.slice(2)], { channel: true });
    return code;
}

start().then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
