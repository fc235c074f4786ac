import { randomUUID } from 'node:crypto';
import {
    givenBuyer, givenItem, wholeProfile, type Answered, type CallOptions, type GivenService
} from './given-service.ts';
import { givenToken } from './given-token.ts';
import { forgetChanges } from './forget-changes.ts';

type Call = (method: string, url: string, options?: Omit<CallOptions, 'token'>) => Promise<Answered>;

/** A tenant for one test, so that its numbers begin at 1 independently of other tests. */
export type GivenOrganisation = {
    readonly id: string;
    /** Calls as an accountant, who may issue and backdate. */
    readonly call: Call;
    /** Calls as another user of the organisation. */
    as(claims: Readonly<Record<string, unknown>>): Promise<Call>;
    /** Replaces the seller's profile by a complete one with these changes, which no event tells. */
    profile(changes: Readonly<Record<string, unknown>>): Promise<Answered>;
    /** Stores a draft of one custom item. */
    draft(overrides?: Readonly<Record<string, unknown>>): Promise<Answered['body']>;
    issue(
        id: string, body?: Readonly<Record<string, unknown>>, headers?: Readonly<Record<string, string>>
    ): Promise<Answered>;
    /** Issues an invoice. */
    issued(
        overrides?: Readonly<Record<string, unknown>>, body?: Readonly<Record<string, unknown>>
    ): Promise<Answered['body']>;
    audit(series: string): Promise<Answered['body']>;
};

/** Expiry later than any clock that a test moves, in seconds since 1970. */
const farFuture = Math.floor(Date.UTC(2100, 0, 1) / 1_000);

/** Makes an organisation with a complete seller, unless the changes remove something. */
export async function givenOrganisation(
    service: GivenService, changes: Readonly<Record<string, unknown>> = {}, id = `org-${randomUUID()}`
): Promise<GivenOrganisation> {
    const as = async (claims: Readonly<Record<string, unknown>>): Promise<Call> => {
        const token = await givenToken({ org: id, exp: farFuture, ...claims });
        return (method, url, options = {}) => service.call(method, url, { ...options, token });
    };
    const call = await as({});
    const admin = await as({ role: 'admin', sub: 'admin-1' });
    const profile = async (fields: Readonly<Record<string, unknown>>) => {
        const answer = await admin(
            'PUT', '/organisation', { body: wholeProfile(fields), headers: { 'if-match': '*' } });
        await forgetChanges(service, id);
        return answer;
    };
    const issue: GivenOrganisation['issue'] = (invoiceId, body, headers = {}) =>
        call('POST', `/invoices/${invoiceId}/issue`, { ...(body === undefined ? {} : { body }), headers });
    const draft: GivenOrganisation['draft'] = async (overrides = {}) =>
        expectStatus(201, await call(
            'POST', '/invoices', { body: { ...givenBuyer(overrides), items: [givenItem()], ...overrides } }));
    expectStatus(200, await profile(changes));

    return {
        id, call, as, profile, draft, issue,
        issued: async (overrides, body) => expectStatus(200, await issue((await draft(overrides)).id, body)),
        audit: async (series) => expectStatus(200, await call('GET', `/invoices/numbering/${series}/audit`))
    };
}

function expectStatus(status: number, answer: Answered): Answered['body'] {
    if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`);
    return answer.body;
}
