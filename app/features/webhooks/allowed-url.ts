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
    // Addresses that lead to the same place are written in the same way, so that they count as one.
    url.hostname = url.hostname.replace(/\.$/, '');
    url.hash = '';
    if (url.search === '') url.search = '';
    return url.href;
}
