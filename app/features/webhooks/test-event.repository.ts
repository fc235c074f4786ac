import { assertClaimHeld } from '../../platform/commands/assert-claim-held.ts';
import { answering, auditing, emitting, held, mayWrite, writeValues } from '../../platform/commands/write-parts.sql.ts';
import type { Database, Statement } from '../../platform/database/database.ts';
import { eventValues, type OutgoingEvent } from '../../domain/events/event.ts';
import type { WebhookWrite } from './webhook.repository.ts';

const insert: Statement = {
    name: 'insert_test_event',
    text: `WITH ${held},
        written AS (SELECT 1 AS one WHERE ${mayWrite}),
        ${emitting('written', '$8')},
        ${auditing('written')},
        ${answering('written')}
        SELECT one FROM written`
};

/**
 * Stores a test event with its audit entry and the kept answer.
 * @throws DomainError `IDEMPOTENCY_KEY_RUNNING` when another try of the same request took over
 */
export async function insertTestEvent(
    { query }: Pick<Database, 'query'>, event: OutgoingEvent, { command, audit, answer }: WebhookWrite
): Promise<void> {
    assertClaimHeld(await query(insert, [...writeValues(command, audit, answer), eventValues([event])]));
}
