import { describe, expect, test } from '@jest/globals';
import { placeEvents } from '../../app/domain/events/place-events.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import { useService } from '../support/use-service.ts';

const service = useService();

async function issueOne(organisation: GivenOrganisation): Promise<string> {
    const { id } = await organisation.draft();
    await organisation.issue(id);
    return id;
}

async function positionsOf({ call }: GivenOrganisation): Promise<readonly string[]> {
    const { body } = await call('GET', '/events?limit=100');
    return body.data.map(({ position }: { position: string }) => position);
}

/** Gives places as the build before this one does: from the sequence of all organisations. */
async function placeAsBefore(): Promise<void> {
    await onDatabase(service.databaseUrl, `UPDATE outbox_event e SET position = n.position
        FROM (SELECT id, nextval('outbox_event_position_seq') AS position FROM outbox_event WHERE position IS NULL
            ORDER BY sequence) n WHERE e.id = n.id`);
}

describe('the events of an organisation', () => {
    test('are counted from 1, whatever others do meanwhile', async () => {
        const [one, other] = [await givenOrganisation(service), await givenOrganisation(service)];

        for (const organisation of [other, one, other, other, one, other, one]) {
            await issueOne(organisation);
            await placeEvents(service.dependencies.database);
        }

        expect([await positionsOf(one), await positionsOf(other)]).toEqual([['1', '2', '3'], ['1', '2', '3', '4']]);
    });

    test('placed together keep their own count', async () => {
        const organisations = await Promise.all(Array.from({ length: 3 }, () => givenOrganisation(service)));

        await Promise.all(organisations.flatMap((organisation) => [1, 2, 3].map(() => issueOne(organisation))));

        expect(await Promise.all(organisations.map(positionsOf))).toEqual(Array(3).fill(['1', '2', '3']));
    });

    test('grow without a repeat while the build before this one runs beside it', async () => {
        const [one, other] = [await givenOrganisation(service), await givenOrganisation(service)];
        const seen: bigint[] = [];

        for (const place of [
            placeAsBefore, () => placeEvents(service.dependencies.database), placeAsBefore, placeAsBefore,
            () => placeEvents(service.dependencies.database), () => placeEvents(service.dependencies.database),
            placeAsBefore
        ]) {
            await issueOne(other);
            await issueOne(one);
            await place();
            const after = seen.at(-1) ?? 0n;
            const { body } = await one.call('GET', `/events?after=${after}`);
            expect(body.data).toHaveLength(1);
            seen.push(BigInt(body.data[0].position));
        }

        expect(seen).toEqual(seen.toSorted((a, b) => (a < b ? -1 : 1)));
        expect(new Set(seen).size).toBe(7);
    });
});

describe('the history of an invoice', () => {
    test('counts its own entries, and pages by them', async () => {
        const [one, other] = [await givenOrganisation(service), await givenOrganisation(service)];
        const { id } = await one.draft();
        for (const notes of ['a', 'b', 'c']) {
            await issueOne(other);
            await one.call('PATCH', `/invoices/${id}`, { body: { notes } });
        }

        const whole = (await one.call('GET', `/invoices/${id}/history`)).body;
        const first = (await one.call('GET', `/invoices/${id}/history?limit=3`)).body;
        const rest = (await one.call('GET', `/invoices/${id}/history?limit=3&after=${first.nextAfter}`)).body;

        expect(whole.data.map((entry: { id: string }) => entry.id)).toEqual(['1', '2', '3', '4']);
        expect(first.nextAfter).toBe('3');
        expect([...first.data, ...rest.data]).toEqual(whole.data);
        expect([rest.nextAfter, whole.nextAfter]).toEqual([null, null]);
    });

    test('has an end, and names a place beyond it', async () => {
        const organisation = await givenOrganisation(service);
        const { id } = await organisation.draft();

        const atEnd = await organisation.call('GET', `/invoices/${id}/history?after=1`);
        const beyond = await organisation.call('GET', `/invoices/${id}/history?after=1042`);

        expect([atEnd.status, atEnd.body.data]).toEqual([200, []]);
        expect([beyond.status, beyond.body.errors[0].path]).toEqual([400, 'after']);
    });
});
