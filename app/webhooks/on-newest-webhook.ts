import type { Command } from '../commands/command.ts';
import { openCommand } from '../commands/open-command.ts';
import { assertMatches } from '../commands/precondition.ts';
import { DomainError } from '../errors/domain-error.ts';
import { findWebhook } from './webhook.repository.ts';
import type { WebhookServices } from './webhook-services.ts';
import type { Webhook } from './webhook.ts';

const mostTries = 20;

/**
 * Applies a change to the newest state of a webhook: when another request was faster, it is read and changed again. A caller's If-Match is
 * checked against each state that is read.
 * @param change - Decides and stores; may run several times, of which at most one stores anything.
 * @throws DomainError `WEBHOOK_NOT_FOUND` | `WEBHOOK_CHANGED` | `PRECONDITION_FAILED` | `PRECONDITION_REQUIRED` and those of `change`
 */
export async function onNewestWebhook<Result>(
    services: WebhookServices, command: Command, webhookId: string, change: (webhook: Webhook) => Promise<Result>
): Promise<Result> {
    const { organisation } = await openCommand(services, command);
    for (let tries = 1; ; tries += 1) {
        const webhook = await findWebhook(services.database, organisation.id, webhookId);
        assertMatches(command.ifMatch, webhook.version, organisation.requireIfMatch);
        try {
            return await change(webhook);
        } catch (error) {
            if (!(error instanceof DomainError) || error.code !== 'WEBHOOK_CHANGED' || tries === mostTries) {
                throw error;
            }
        }
    }
}
