import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import { openOrganisation } from '../../domain/organisations/open-organisation.ts';
import { assertMatches } from '../../platform/commands/precondition.ts';
import { findWebhook } from './webhook.repository.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';
import type { Webhook } from './webhook.ts';

/**
 * Applies a change to the newest state of a webhook. After a conflict with another request the webhook is read and
 * changed again. A caller's If-Match is checked against each state that is read.
 * @param change - Decides and stores; it may run several times, and at most one run stores anything.
 * @throws DomainError `WEBHOOK_NOT_FOUND` | `WEBHOOK_CHANGED` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` and
 *     those of `change`
 */
export function onNewestWebhook<Result>(
    dependencies: WebhookDependencies, command: Command, webhookId: string,
    change: (webhook: Webhook) => Promise<Result>
): Promise<Result> {
    return onNewest(command, async (asking) => {
        const organisation = await openOrganisation(dependencies, asking);
        return { organisation, webhook: await findWebhook(dependencies.database, organisation.id, webhookId) };
    }, async ({ organisation, webhook }) => {
        assertMatches(command.ifMatch, webhook.version, organisation.requireIfMatch);
        return change(webhook);
    });
}
