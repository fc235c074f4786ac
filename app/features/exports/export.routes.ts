import { Socket } from 'node:net';
import type { ServerResponse } from 'node:http';
import type { Request, ResponseObject, ResponseToolkit, ServerRoute } from '@hapi/hapi';
import type Joi from 'joi';
import { todayOf } from '../../domain/invoices/invoice.view.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import type { Scope } from '../../foundation/vocabulary/scopes.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { answers } from '../../platform/http/answers.ts';
import { goneSignal } from '../../platform/http/gone-signal.ts';
import { exportDefinitions, type ExportDefinition } from './export-definitions.ts';
import { exportQuery, vatExportQuery, type ExportQuery } from './export.schemas.ts';
import { maxBatchMs, startExport } from './start-export.ts';

const commonNotes = 'RFC 4180 in UTF-8 with a byte order mark; all rows are as of one moment, by default the oldest '
    + 'issue date first. The filters are those of the list of invoices. Texts that a spreadsheet could take for a '
    + 'formula begin with an apostrophe. A file that could not be made to its end ends with a broken connection.';

/** Parts of an export's route that differ. */
type ExportRoute<Query extends ExportQuery> = {
    readonly definition: ExportDefinition;
    readonly operationId: string;
    readonly scope: Scope;
    readonly description: string;
    readonly notes?: string;
    readonly query: Joi.ObjectSchema<Query>;
};

/** Routes of the exports. */
export const exportRoutes = [
    exportRoute({
        definition: exportDefinitions.invoices, operationId: 'exportInvoices', scope: 'invoices:read',
        description: 'Export documents as CSV, a row for each', query: exportQuery
    }),
    exportRoute({
        definition: exportDefinitions.items, operationId: 'exportItems', scope: 'invoices:read',
        description: 'Export the items of documents as CSV, a row for each', query: exportQuery
    }),
    exportRoute({
        definition: exportDefinitions.vat, operationId: 'exportVat', scope: 'reports:read',
        description: 'Export VAT as CSV, a row for each rate and tax point of a document',
        notes: 'The documents of the VAT report: no drafts, proformas or annulled ones.', query: vatExportQuery
    })
];

function exportRoute<Query extends ExportQuery>(
    { definition, operationId, scope, description, notes, query }: ExportRoute<Query>
): ServerRoute<{ Query: Query }> {
    const { name, columns } = definition;
    return {
        method: 'GET',
        path: `/exports/${name}.csv`,
        options: {
            app: { costClass: 'bulk' },
            auth: requires(scope),
            tags: ['api', 'exports'],
            description,
            notes: notes === undefined ? commonNotes : `${notes} ${commonNotes}`,
            // The first rows may take longer than another answer.
            timeout: { server: maxBatchMs + 5_000 },
            validate: { query },
            ...answers(operationId, { 200: {
                description: `The columns are ${columns.map((column) => column.name).join(', ')}.`,
                mediaTypes: ['text/csv']
            } }, ['EXPORTS_BUSY'])
        },
        handler: (request, h) => answerFile(definition, request, h)
    };
}

/** Parts of a request that exports read, whatever its route. */
type ExportRequest = Pick<Request, 'app' | 'raw'> & {
    readonly auth: { readonly credentials: unknown };
    readonly query: ExportQuery;
    readonly server: Pick<Request['server'], 'app'>;
};

async function answerFile(
    definition: ExportDefinition, request: ExportRequest, h: Pick<ResponseToolkit, 'response'>
): Promise<ResponseObject> {
    const { app: { requestId }, query, raw: { res }, server: { app: { dependencies } } } = request;
    const gone = goneSignal(request);
    const stream = await startExport(dependencies, {
        definition, query, organisationId: callerOf(request).organisationId, signal: gone,
        stalled: () => {
            dependencies.log.warn({ requestId, export: definition.name }, 'An export was read too slowly');
            breakOff(res);
        }
    }).catch((error: unknown) => {
        throw gone.aborted ? new DomainError(
            'BAD_REQUEST', 'The connection was closed before the file had begun', {}, { cause: error }) : error;
    });
    stream.on('error', (error) => {
        dependencies.log.error({ requestId, export: definition.name, err: error }, 'An export was broken off');
        breakOff(res);
    });
    return h.response(stream).type('text/csv; charset=utf-8; header=present')
        .header('content-disposition', `attachment; filename="${definition.name}-${todayOf(dependencies)}.csv"`);
}

/**
 * Breaks an answer off with a reset of its connection: in HTTP/1.0, which some proxies speak, an ordinary end of the
 * connection would be the end of the file.
 */
function breakOff(res: ServerResponse): void {
    if (res.socket instanceof Socket) {
        res.socket.resetAndDestroy();
    } else {
        res.destroy();
    }
}
