import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { eventData } from '../../app/features/event-feed/event-catalogue.ts';
import { onDatabase } from '../support/given-lock.ts';
import { givenOrganisation } from '../support/given-organisation.ts';
import { faultsOfEvents } from '../support/kept-events.ts';
import { useService } from '../support/use-service.ts';
import { eventTypeNames, eventTypes } from '../../app/foundation/vocabulary/event-types.ts';

const document = JSON.parse(await readFile(new URL('../../openapi.json', import.meta.url), 'utf8'));

describe('the catalogue of events', () => {
    test('is in the OpenAPI document: every type with its words and the schema of its body, and no other', () => {
        const documented = document['x-webhooks'];

        expect(Object.keys(documented).sort()).toEqual([...eventTypeNames].sort());
        for (const type of eventTypeNames) {
            const { summary, requestBody: { content: { 'application/json': { schema, example } } } } =
                documented[type].post;
            const body = document.components.schemas[schema.$ref.split('/').at(-1)];
            expect([summary, example.type]).toEqual([eventTypes[type], type]);
            expect(body.required.sort())
                .toEqual(['data', 'invoiceId', 'organisation', 'position', 'timestamp', 'type']);
            expect(eventData[type].validate(example.data, { convert: false }).error?.message).toBeUndefined();
        }
    });

    test('offers the same types to webhooks and to readers of the feed, but for tests', () => {
        const types: string[] = document.components.schemas.EventType.enum;

        expect([...types].sort()).toEqual([...eventTypeNames].sort());
        expect([...document.components.schemas.WantedEventType.enum].sort())
            .toEqual(eventTypeNames.filter((type) => type !== 'webhook.test').sort());
    });
});

describe('the check that every test of the API ends with', () => {
    const service = useService();

    test('passes what issuing tells, and finds what the catalogue does not know', async () => {
        const organisation = await givenOrganisation(service);
        await organisation.issued();
        const before = await faultsOfEvents(service.databaseUrl);
        await onDatabase(service.databaseUrl, `ALTER TABLE outbox_event DISABLE TRIGGER USER;
            INSERT INTO outbox_event (id, organisation_id, invoice_id, type, payload, created_at)
            SELECT gen_random_uuid(), organisation_id, invoice_id, v.type, payload || v.more, created_at
                FROM outbox_event,
            (VALUES ('invoice.made', '{}'::jsonb), ('invoice.paid', '{"overdue": false}'::jsonb)) v (type, more)`);

        const found = await faultsOfEvents(service.databaseUrl);
        await onDatabase(service.databaseUrl,
            `DELETE FROM outbox_event WHERE type <> 'invoice.issued'; ALTER TABLE outbox_event ENABLE TRIGGER USER`);

        expect(before).toEqual([]);
        expect(found).toEqual(['invoice.made: is not in the catalogue', 'invoice.paid: "overdue" is not allowed']);
    });
});
