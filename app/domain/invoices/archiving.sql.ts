import type { DocumentState } from '../../foundation/vocabulary/document-states.ts';
import { enqueuing } from '../../platform/jobs/enqueue.ts';

/**
 * CTEs that enqueue the archiving of documents' PDFs, inside the statement that gives them their state; `$1` is the
 * organisation. A worker renders them afterwards.
 * @param from - Text behind FROM: a document for each of its rows.
 * @param id - SQL of a document's id.
 */
export function archiving(state: DocumentState, from: string, id: string): string {
    return enqueuing('archive-documents', {
        from, as: 'archiving', turn: { organisation: '$1' },
        data: `jsonb_build_object('organisationId', $1::text, 'invoiceId', ${id}, 'state', '${state}')`
    });
}
