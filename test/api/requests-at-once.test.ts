import { expect, test } from '@jest/globals';
import { contactId } from '../../app/dev/standins/catalogue/ids.ts';
import { eventually } from '../support/eventually.ts';
import { givenLock } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { givenItem, type Answered } from '../support/given-service.ts';
import { useService } from '../support/use-service.ts';

/** A pool of 10 connections, of which one organisation may have 6. */
const service = useService();
const maxAtWork = 6;

const byCode = (answers: readonly Answered[]): Readonly<Record<string, number>> => {
    const codes = answers.map(({ status, body }) => `${status} ${body?.code ?? ''}`.trim());
    return Object.fromEntries([...new Set(codes)].sort().map((code) =>
        [code, codes.filter((each) => each === code).length]));
};

async function metric(state: string): Promise<number> {
    const text = await service.dependencies.metrics.registry.metrics();
    return Number(new RegExp(`^organisation_requests{state="${state}"} (\\d+)$`, 'm').exec(text)?.[1]);
}

test('one organisation that waits for a lock does not make another wait', async () => {
    const [a, b] = [await givenOrganisation(service), await givenOrganisation(service)];
    await a.issued();
    const drafts = await Promise.all(Array.from({ length: 20 }, () => a.draft()));
    const lock = await givenLock(service.databaseUrl,
        'SELECT FROM numbering_series WHERE organisation_id = $1 FOR UPDATE', [a.id]);

    const issuing = drafts.map(({ id }) => a.issue(id));
    await lock.held(maxAtWork);
    await eventually('the others wait', () => metric('waiting'), { until: (count) => count === 20 - maxAtWork });
    const atWork = await metric('at_work');
    const startedAt = performance.now();
    const [read, written] = [await b.call('GET', '/invoices'), await b.draft()];
    const tookMs = performance.now() - startedAt;
    const answers = await Promise.all(issuing.slice(maxAtWork));
    await lock.release();
    const held = await Promise.all(issuing.slice(0, maxAtWork));

    expect(atWork).toBe(maxAtWork);
    expect([read.status, written.status]).toEqual([200, 'draft']);
    expect(tookMs).toBeLessThan(1_000);
    expect(byCode(answers)).toEqual({ '429 TOO_MANY_REQUESTS_AT_ONCE': 20 - maxAtWork });
    expect(answers[0]?.headers['retry-after']).toBe('1');
    expect(byCode(held)).toEqual({ 200: maxAtWork });
    expect(await a.audit(`vat_invoice-${new Date().toISOString().slice(0, 7)}`)).toMatchObject({ gaps: [] });
    expect([await metric('at_work'), await metric('waiting')]).toEqual([0, 0]);
});

test('64 calls of the only organisation at once are all answered', async () => {
    const a = await givenOrganisation(service);

    const answers = await Promise.all(Array.from({ length: 64 }, () => a.call('GET', '/invoices')));

    expect(byCode(answers)).toEqual({ 200: 64 });
});

test('calls that wait for another service hold no place: the organisation still reads', async () => {
    const a = await givenOrganisation(service);
    const { contacts } = service.standins.control;
    contacts.set({ latencyMs: 1_500 });
    // Contacts of their own, because calls for one wait for one answer.
    const drafts = Array.from({ length: 12 }, (_, index) => a.call('POST', '/invoices',
        { body: { contactId: contactId(index + 1), items: [givenItem()] } }));
    await eventually('the calls are under way', () => contacts.calls() > maxAtWork);

    const startedAt = performance.now();
    const read = await a.call('GET', '/invoices');
    const tookMs = performance.now() - startedAt;
    await Promise.all(drafts);

    expect(read.status).toBe(200);
    expect(tookMs).toBeLessThan(1_000);
    expect(await metric('at_work')).toBe(0);
});
