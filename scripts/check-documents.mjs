import { node24 } from './clone.mjs';
import { prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 6;

/**
 * `npm run check:documents`: random documents of every type, currency and category are issued by the service, and their
 * e-invoices go through the official rules. It needs Java and a checker: CHECKER names the folder.
 */
async function checkDocuments() {
    await prepare(steps);
    const { code } = await run(node24, ['test/e-invoices/main.ts', ...process.argv.slice(2)], { channel: true });
    return code;
}

checkDocuments().then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
