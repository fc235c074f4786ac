import { existsSync } from 'node:fs';
import { node24, root } from './clone.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 2;

/**
 * `npm run e2e:compose` and `npm run e2e:k8s`: the whole system as it is shipped, on a real Docker engine or cluster.
 * Each says what it needs when that is missing.
 */
async function e2e([where, ...args]) {
    const main = `test/e2e/${where}/main.ts`;
    if (where === undefined || !existsSync(`${root}/${main}`))
        throw new Error(`There is no end-to-end test of "${where}"`);
    await prepare(steps);
    const { code } = await run(node24, [main, ...args], { channel: true });
    return code;
}

e2e(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
