import { DomainError } from '../../foundation/errors/domain-error.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import { urlTaken } from './url-taken.ts';
import type { Webhook } from './webhook.ts';

/** Maximum webhooks of an organisation. */
export const maxWebhooks = 50;

/** Maximum webhooks of an organisation at one host: other paths and queries are other addresses. */
export const maxPerHost = 10;

/** Maximum organisations with a webhook at one address. */
export const maxOrganisationsPerUrl = 5;

/** Use of an address by other webhooks. */
export type AddressUse = {
    /** Id of the organisation's own webhook at the address. */
    readonly same: string | null;
    /** Number of other organisations with a webhook at the address. */
    readonly others: number;
    /** Number of the organisation's own webhooks at the host. */
    readonly neighbours: number;
};

/**
 * Checks whether a webhook may have its address beside these of its organisation. The database checks it again.
 * @param others - Webhooks of the organisation; the webhook itself does not count.
 * @throws DomainError `WEBHOOK_URL_TAKEN` | `TOO_MANY_WEBHOOKS`
 */
export function assertRoomFor({ id, url }: Webhook, others: readonly Webhook[]): void {
    const besides = others.filter((other) => other.id !== id);
    if (besides.length >= maxWebhooks) {
        throw tooManyWebhooks();
    }
    const { host } = new URL(url);
    assertAddressFree({
        same: besides.find((other) => other.url === url)?.id ?? null,
        others: 0,
        neighbours: besides.filter((other) => new URL(other.url).host === host).length
    });
}

/**
 * Checks the use of an address. The refusal because of other organisations tells neither which nor how many.
 * @throws DomainError `WEBHOOK_URL_TAKEN` | `TOO_MANY_WEBHOOKS` | `WEBHOOK_URL_CROWDED`
 */
export function assertAddressFree({ same, others, neighbours }: AddressUse): void {
    if (same !== null) {
        throw urlTaken(same);
    }
    if (neighbours >= maxPerHost) {
        throw refusedField('TOO_MANY_WEBHOOKS', 'url', `has a host at which your organisation has ${maxPerHost} `
            + 'webhooks, which is as many as it may have: remove one of them, or have one take more types');
    }
    if (others >= maxOrganisationsPerUrl) {
        throw refusedField('WEBHOOK_URL_CROWDED', 'url',
            'is used by as many organisations as may use one address: give it a path or a query of your own');
    }
}

/** The refusal of one webhook more. */
export function tooManyWebhooks(): DomainError {
    return new DomainError(
        'TOO_MANY_WEBHOOKS', `Your organisation has ${maxWebhooks} webhooks, which is as many as it may have`);
}
