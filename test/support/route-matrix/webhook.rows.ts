import { randomUUID } from 'node:crypto';
import type { GivenOrganisation } from '../given-organisation.ts';
import { marked, type Arrange, type Opponent, type RouteRows } from './matrix-row.ts';

/** Another address with each call: an address has one webhook. */
const url = ({ id }: GivenOrganisation) => `https://crm.example/${id}/${randomUUID()}`;

async function webhookOf(owner: GivenOrganisation): Promise<string> {
    const admin = await owner.as({ role: 'admin' });
    return (await admin('POST', '/webhooks', { body: { url: url(owner), description: marked(owner).notes } })).body.id;
}

const ofWebhook = (body?: unknown): Arrange => async (owner) =>
    ({ params: { webhookId: await webhookOf(owner) }, body });

/** Id of an event of the owner that has its position in the feed. */
async function eventOf(owner: GivenOrganisation): Promise<string> {
    await owner.issued(marked(owner));
    return (await owner.call('GET', '/events')).body.data.at(-1).id;
}

const deleting: Opponent = { route: 'DELETE /webhooks/{webhookId}', outcomes: [[200, 204], [404, 204]] };

/** Rows of the feed of events, and of the webhooks that they are sent to. */
export const webhookRows = {
    'GET /events': {
        isolation: 'own-only',
        scopes: ['invoices:read'],
        arrange: async (owner) => {
            await eventOf(owner);
            return { query: { after: '0' } };
        },
        succeeds: 200
    },
    'GET /events/{eventId}': {
        isolation: 'by-id', scopes: ['invoices:read'],
        arrange: async (owner) => ({ params: { eventId: await eventOf(owner) } }), succeeds: 200
    },
    'GET /webhooks': {
        isolation: 'own-only',
        scopes: ['webhooks:write'],
        arrange: async (owner) => {
            await webhookOf(owner);
            return {};
        },
        succeeds: 200
    },
    'POST /webhooks': {
        isolation: 'own-only',
        scopes: ['webhooks:write'],
        arrange: async (owner) => ({ body: { url: url(owner), types: ['invoice.issued'] } }),
        succeeds: 201,
        writes: { audit: ['webhook.created'], events: [] },
        atOnce: { statuses: [201, 409], effects: 1 }
    },
    'GET /webhooks/{webhookId}': {
        isolation: 'by-id', scopes: ['webhooks:write'], arrange: ofWebhook(), succeeds: 200
    },
    'PATCH /webhooks/{webhookId}': {
        isolation: 'by-id',
        scopes: ['webhooks:write'],
        arrange: ofWebhook({ status: 'paused' }),
        succeeds: 200,
        writes: { audit: ['webhook.changed'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2, against: [deleting] }
    },
    'DELETE /webhooks/{webhookId}': {
        isolation: 'by-id',
        scopes: ['webhooks:write'],
        arrange: ofWebhook(),
        succeeds: 204,
        writes: { audit: ['webhook.deleted'], events: [] },
        atOnce: { statuses: [204, 404], effects: 1 }
    },
    'POST /webhooks/{webhookId}/rotate-secret': {
        isolation: 'by-id',
        scopes: ['webhooks:write'],
        arrange: ofWebhook({ graceHours: 1 }),
        succeeds: 200,
        writes: { audit: ['webhook.secret_rotated'], events: [] },
        atOnce: { statuses: [200, 200], effects: 2, against: [deleting] }
    },
    'POST /webhooks/{webhookId}/test': {
        isolation: 'by-id',
        scopes: ['webhooks:write'],
        arrange: ofWebhook(),
        succeeds: 202,
        writes: { audit: ['webhook.tested'], events: ['webhook.test'] },
        atOnce: { statuses: [202, 202], effects: 2, against: [{ ...deleting, outcomes: [[202, 204], [404, 204]] }] }
    },
    'GET /webhooks/{webhookId}/deliveries': {
        isolation: 'by-id',
        scopes: ['webhooks:write'],
        arrange: async (owner) => {
            const webhookId = await webhookOf(owner);
            await eventOf(owner);
            return { params: { webhookId } };
        },
        succeeds: 200
    },
    'POST /webhooks/{webhookId}/replay': {
        isolation: 'by-id',
        scopes: ['webhooks:write'],
        arrange: async (owner) => {
            const eventId = await eventOf(owner);
            return { params: { webhookId: await webhookOf(owner) }, body: { eventId } };
        },
        succeeds: 202,
        writes: { audit: [], events: [], unaudited: 'The deliveries themselves are the record' },
        // Each call queues the event; it is queued once.
        atOnce: { statuses: [202, 202], effects: 2, against: [{ ...deleting, outcomes: [[202, 204], [404, 204]] }] }
    }
} satisfies RouteRows;
