import { refusedField } from '../../foundation/errors/refused-field.ts';
import { refusedUrl } from './webhook-url.ts';
import type { WebhookDependencies } from './webhook-dependencies.ts';

/**
 * Checks a URL, and brings it into the form that is called.
 * @throws DomainError `WEBHOOK_URL_REFUSED` when events are never sent to such an address
 */
export function allowedUrl(
    { config: { webhooks: { allowPrivate } } }: Pick<WebhookDependencies, 'config'>, text: string
): string {
    const url = new URL(text);
    const clause = refusedUrl(url, allowPrivate);
    if (clause !== undefined) {
        throw refusedField('WEBHOOK_URL_REFUSED', 'url', clause);
    }
    return url.href;
}
