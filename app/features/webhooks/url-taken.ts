import { DomainError } from '../../foundation/errors/domain-error.ts';

/** The refusal of a second webhook with the same address: its receiver would get each event twice. */
export function urlTaken(webhookId: string): DomainError {
    const clause = `is that of the webhook ${webhookId}; change the types of that one instead`;
    return new DomainError('WEBHOOK_URL_TAKEN', `url ${clause}`, { webhookId }, {
        faults: [{ path: 'url', code: 'WEBHOOK_URL_TAKEN', message: clause }]
    });
}
