import { fileURLToPath } from 'node:url';

/** Root folder of this clone. Plain JavaScript for any Node from 20 on. */
export const root = fileURLToPath(new URL('..', import.meta.url));
/** Path of the Node that this clone's dependencies bring along. */
export const node24 = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url));
