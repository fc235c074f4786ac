import { node24 } from './clone.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 5;

/**
 * `npm run test:crash`: kills the service and its PostgreSQL at random moments and proves that no number and no invoice
 * is lost.
 */
async function testCrash() {
    await prepare(steps);
    const { code } = await run(node24, ['test/crash/main.ts', ...process.argv.slice(2)], { channel: true });
    return code;
}

testCrash().then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
