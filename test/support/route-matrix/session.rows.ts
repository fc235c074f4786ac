import type { RouteRows } from './matrix-row.ts';

const storesNothing = 'ended sessions are kept in Redis, or in memory, and no row of the database changes';

/** Rows of the calls that end sessions. */
export const sessionRows = {
    'DELETE /sessions/current': {
        isolation: 'sessions', scopes: [], storesNothing, arrange: async () => ({}), succeeds: 204
    },
    'DELETE /sessions': {
        isolation: 'sessions', scopes: ['sessions:write'], storesNothing,
        arrange: async () => ({ query: { subject: 'someone-else' } }), succeeds: 204
    }
} satisfies RouteRows;
