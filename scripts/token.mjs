import { node24 } from './clone.mjs';
import { dependenciesAreInstalled, prepare } from './prepare.mjs';
import { run } from './run.mjs';

const steps = 2;

/**
 * `npm run token`: prints a token for a development service. A fresh clone is prepared first; its progress goes to
 * standard error, so that standard output is the token alone.
 */
async function token(args) {
    if (!dependenciesAreInstalled()) {
        const { write } = process.stdout;
        process.stdout.write = process.stderr.write.bind(process.stderr);
        await prepare(steps);
        process.stdout.write = write;
    }
    const { code } = await run(node24, ['app/dev/token.ts', ...args]);
    return code;
}

token(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error) => {
        console.error(`\n${error.message}`);
        process.exit(1);
    }
);
