import { auditEntry } from '../../platform/audit/audit-entry.ts';
import type { Clock } from '../../foundation/clock/clock.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { BounceKind, MailReason } from '../../foundation/vocabulary/mail-states.ts';
import type { Command } from '../../platform/commands/command.ts';
import { onNewest } from '../../platform/commands/on-newest.ts';
import type { Database } from '../../platform/database/database.ts';
import { openInvoice } from '../../domain/invoices/open-invoice.ts';
import { invoiceChanged } from '../../domain/invoices/invoice-changed.ts';
import { markBounced } from './bounce.repository.ts';
import { findDelivery } from './mail-delivery.repository.ts';
import type { MailDelivery } from './mail-delivery.ts';
import { mailEvents } from './mail-event.ts';

/** A delivery by its invoice, and what became of its e-mail. */
export type Bounce = { readonly invoiceId: string; readonly deliveryId: string; readonly kind: BounceKind };

/**
 * Records that an e-mail came back, or was called unwanted. A second report changes nothing, as a temporary one does.
 * @throws DomainError `INVOICE_NOT_FOUND` | `DELIVERY_NOT_FOUND` | `MAIL_NOT_SENT`
 */
export function bounceDelivery(
    dependencies: { readonly database: Database; readonly clock: Clock }, command: Command<MailDelivery>,
    { invoiceId, deliveryId, kind }: Bounce
): Promise<MailDelivery> {
    const { database, clock } = dependencies;
    return onNewest(command, (asking) => openInvoice(dependencies, asking, invoiceId), async ({ invoice }) => {
        const delivery = await findDelivery(database, invoice.organisationId, invoiceId, deliveryId);
        if (delivery === undefined) {
            throw new DomainError(
                'DELIVERY_NOT_FOUND', 'deliveryId: the invoice has no such delivery', { invoiceId, deliveryId });
        }
        if (delivery.state === 'bounced') {
            return delivery;
        }
        // A bounce proves that the mail server took what it gave no answer to.
        if (delivery.state !== 'sent' && delivery.doubts === 0) {
            throw new DomainError('MAIL_NOT_SENT', 'deliveryId: no e-mail of this delivery was sent, so none can come '
                + `back; its state is ${delivery.state ?? 'none'}`, { deliveryId, state: delivery.state });
        }
        if (kind === 'temporary') {
            return delivery;
        }
        const now = clock.now();
        const reason: MailReason = kind === 'complaint' ? 'complaint' : 'undeliverable';
        const bounced: MailDelivery = { ...delivery, state: 'bounced', reason, endedAt: now };
        const facts = {
            deliveryId, kind: delivery.kind, state: 'bounced', reason, smtpStatus: delivery.smtpStatus, invoiceId,
            invoiceNumber: invoice.number
        } as const;
        const stored = await markBounced(database, {
            command, deliveryId, reason, now, answer: command.keep(bounced), events: mailEvents(facts, now),
            audit: auditEntry(command, {
                action: 'invoice.email_bounced', invoiceId, now,
                before: { mail: { deliveryId, state: delivery.state, reason: delivery.reason } },
                after: { mail: { deliveryId, state: 'bounced', reason } }
            })
        });
        if (!stored) {
            throw invoiceChanged({ id: invoiceId });
        }
        return bounced;
    });
}
