import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Command } from '../../platform/commands/command.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { eventOf } from '../../domain/events/event.ts';
import { insertTestEvent } from './test-event.repository.ts';
import { allowanceSubject, withAllowance } from './webhook-allowance.ts';
import { findWebhook } from './webhook.repository.ts';
import { openedSecret, placeOfSecret } from './webhook-secret.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';

/** Test event that was stored for one webhook. */
export type TestedWebhook = { readonly eventId: string };

/**
 * Stores an event that is sent to one webhook only, whatever types it wants. The worker sends it as any other: signed,
 * retried, and listed among the deliveries.
 * @throws DomainError `WEBHOOK_NOT_FOUND` | `WEBHOOK_PAUSED` | `WEBHOOK_ALLOWANCE_USED` | `SECRET_UNREADABLE`
 */
export async function testWebhook(
    dependencies: WebhookDependencies, command: Command<TestedWebhook>, webhookId: string
): Promise<TestedWebhook> {
    const { database, clock } = dependencies;
    const organisation = await openOrganisation(dependencies, command);
    const webhook = await findWebhook(database, organisation.id, webhookId);
    if (webhook.pause !== null) {
        throw new DomainError('WEBHOOK_PAUSED',
            'The webhook is paused and is sent nothing: resume it with PATCH {"status": "active"} first',
            { webhookId });
    }
    // A delivery that can't be signed would fail for three days; the caller is told at once.
    openedSecret(dependencies.secrets, webhook.secret, placeOfSecret(webhook));
    const now = clock.now();
    const event = eventOf('webhook.test', null, { webhookId: webhook.id }, now);
    const tested = { eventId: event.id };
    const audit = auditEntry(command, {
        action: 'webhook.tested', invoiceId: null, before: null, after: { id: webhook.id, ...tested }, now
    });
    const key = { organisationId: organisation.id, kind: 'test', subject: allowanceSubject(webhook) } as const;
    await withAllowance(database, key, now, async (transaction) => {
        await insertTestEvent(transaction, event, { command, audit, answer: command.keep(tested) });
        return { used: 1, result: undefined };
    });
    return tested;
}
