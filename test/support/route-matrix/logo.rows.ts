import type { GivenOrganisation } from '../given-organisation.ts';
import { forgetChanges } from '../forget-changes.ts';
import type { GivenService } from '../given-service.ts';
import { pngOf } from '../pictures.ts';
import type { RouteRows } from './matrix-row.ts';

/** Number of the last logo: every call brings another one. */
let last = 0;

/** A logo that no call had before, in base64. */
function anotherLogo(): string {
    last += 1;
    return pngOf(last % 200 + 1, Math.ceil(last / 200)).toString('base64');
}

/** Sets a logo, which no event tells. */
async function givenLogo(owner: GivenOrganisation, service: GivenService): Promise<void> {
    const admin = await owner.as({ role: 'admin' });
    const { status, text } = await admin('PUT', '/organisation/logo', { body: { content: anotherLogo() } });
    if (status !== 200) {
        throw new Error(`the logo was refused: ${text}`);
    }
    await forgetChanges(service, owner.id);
}

/** Rows of the logo of an organisation's documents. */
export const logoRows = {
    'GET /organisation/logo': {
        isolation: 'own-only',
        scopes: ['organisation:read'],
        arrange: async (owner, service) => {
            await givenLogo(owner, service);
            return {};
        },
        succeeds: 200
    },
    'PUT /organisation/logo': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async () => ({ body: { content: anotherLogo() } }),
        succeeds: 200,
        writes: { audit: ['organisation.changed'], events: ['organisation.changed'] },
        atOnce: { statuses: [200, 200], effects: 1 }
    },
    'DELETE /organisation/logo': {
        isolation: 'own-only',
        scopes: ['organisation:write'],
        arrange: async (owner, service) => {
            await givenLogo(owner, service);
            return {};
        },
        succeeds: 204,
        writes: { audit: ['organisation.changed'], events: ['organisation.changed'] },
        atOnce: { statuses: [204, 204], effects: 1 }
    }
} satisfies RouteRows;
