/** Process entry of `npm run token`: prints a token for a development service, and nothing else. */
import { developmentToken } from './development-token.ts';
import { tokenOptionsOf } from './token-options.ts';

try {
    console.log(await developmentToken(tokenOptionsOf(process.argv.slice(2), process.env['NODE_ENV'])));
} catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
}
