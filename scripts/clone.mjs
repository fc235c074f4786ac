import { fileURLToPath } from 'node:url';

/** Root folder of this clone, and the Node among its dependencies. Plain JavaScript for any Node from 20 on. */
export const root = fileURLToPath(new URL('..', import.meta.url));
export const node24 = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
