import { node24 } from './clone.mjs';
import { tryLock } from './one-at-a-time.mjs';
import { choosePorts } from './ports.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 7;

/**
 * `npm start`: from a fresh clone to a running service with everything that it needs. `--fresh` empties its data first;
 * `--watch` (`npm run dev`) restarts the service when a file changes, with a debugger port.
 */
async function start(args) {
    const unknown = args.find((arg) => arg !== '--fresh' && arg !== '--watch');
    if (unknown !== undefined) throw new Error(`${unknown} is unknown here; there are --fresh and --watch`);
    if (!(await tryLock('start'))) {
        throw new Error('`npm start` already runs in this folder: stop that one first (Ctrl-C in its terminal)');
    }
    await choosePorts({ debugging: args.includes('--watch'), fresh: args.includes('--fresh') });
    await prepare(steps);
    const { code } = await run(node24, ['app/dev/start.ts', ...args], { channel: true });
    return code;
}

start(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
