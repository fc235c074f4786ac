import type { Database, Statement } from '../../platform/database/database.ts';
import type { DeviceKind } from '../../foundation/vocabulary/device-kinds.ts';
import { invoiceColumn, toInvoice, type InvoiceRow } from '../../domain/invoices/invoice.rows.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import {
    organisationColumn, toOrganisation, type OrganisationRow
} from '../../domain/organisations/organisation.rows.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';

/** A document that a link opens. */
export type LinkedDocument = {
    readonly invoice: Invoice;
    readonly organisation: Organisation;
    /** End of the link. */
    readonly expiresAt: Date;
};

/** A look at a page. */
export type Look = {
    readonly tokenHash: Buffer;
    readonly now: Date;
    /** Day in the seller's time zone, `YYYY-MM-DD`. */
    readonly day: string;
    /** Absent where nobody looks: nothing is recorded. */
    readonly device: DeviceKind | undefined;
    /** Id of the event, should there be one: UUID version 7. */
    readonly eventId: string;
};

type Row = { readonly invoice: InvoiceRow; readonly organisation: OrganisationRow; readonly expires_at: Date };

// Link, record and event are one statement, so an event is told of exactly the views that are recorded.
const openStatement: Statement = {
    name: 'open_page',
    text: `WITH link AS (
            SELECT l.organisation_id, l.invoice_id, l.id, l.expires_at FROM invoices.page_link l
            WHERE l.token_hash = $1::bytea AND l.revoked_at IS NULL AND l.expires_at > $2::timestamptz),
        viewed AS (
            INSERT INTO invoices.page_view (organisation_id, invoice_id, day, device, link_id, viewed_at)
            SELECT l.organisation_id, l.invoice_id, $3::date, $4::text, l.id, $2::timestamptz
            FROM link l WHERE $4::text IS NOT NULL
            ON CONFLICT DO NOTHING RETURNING *),
        emitted AS (
            INSERT INTO invoices.outbox_event (id, organisation_id, invoice_id, type, payload, created_at)
            SELECT $5::uuid, v.organisation_id, v.invoice_id, 'invoice.viewed', jsonb_build_object(
                'invoiceId', v.invoice_id, 'invoiceNumber', i.number, 'linkId', v.link_id, 'device', v.device,
                'viewedAt', $6::text), $2::timestamptz
            FROM viewed v JOIN invoices.invoice i ON i.organisation_id = v.organisation_id AND i.id = v.invoice_id)
        SELECT l.expires_at, ${organisationColumn}, ${invoiceColumn} FROM link l
        JOIN invoices.organisation o ON o.id = l.organisation_id
        JOIN invoices.invoice i ON i.organisation_id = l.organisation_id AND i.id = l.invoice_id`
};

/** The document of a link that is neither expired nor revoked, with the look at it recorded; undefined without one. */
export async function openLinked(
    { query }: Pick<Database, 'query'>, { tokenHash, now, day, device, eventId }: Look
): Promise<LinkedDocument | undefined> {
    const [row] = await query<Row>(
        openStatement, [tokenHash, now, day, device ?? null, eventId, now.toISOString()]);
    return row === undefined ? undefined : {
        invoice: toInvoice(row.invoice), organisation: toOrganisation(row.organisation), expiresAt: row.expires_at
    };
}
