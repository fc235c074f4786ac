import { fileURLToPath } from 'node:url';

/** Root folder of this clone, and the Node that its dependencies bring along. Plain JavaScript for any Node from 20 on. */
export const root = fileURLToPath(new URL('..', import.meta.url));
export const node24 = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
