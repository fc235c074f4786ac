import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { noBody, ok } from '../../platform/http/answer.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { invoiceIdParams } from '../../domain/invoices/invoice.schemas.ts';
import type { NewPageLink } from '../../domain/page-links/page-link.ts';
import { makePageLink } from './make-page-link.ts';
import { linkBody, linkIdParams, linksAnswer, linksQuery, newLinkAnswer } from './page-link.schemas.ts';
import { readPageLinks } from './read-page-links.ts';
import { revokePageLink } from './revoke-page-link.ts';

const makeRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/links',
    id: 'makeInvoiceLink',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: "Make a link to the customer's page",
    notes: 'The page of an issued document, which its customer opens without an account: state, lines, how to pay, '
        + 'downloads. The address is in this answer and in no later one; whoever has it can open the page until it '
        + 'expires or is revoked. A document may have several links. Needs the setting PUBLIC_URL (422 '
        + 'PAGES_NOT_CONFIGURED).',
    params: invoiceIdParams,
    payload: linkBody,
    success: { 201: newLinkAnswer },
    showsSecret: true,
    errors: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_ISSUED', 'INVOICE_CHANGED', 'PAGES_NOT_CONFIGURED', 'SECRET_UNREADABLE'],
    answer: ({ link, url }: NewPageLink) =>
        ok({ id: link.id, url, expiresAt: link.expiresAt.toISOString() }, 201),
    run: (dependencies, command, { params, payload }) =>
        makePageLink(dependencies, command, params.invoiceId, payload.days)
});

const listRoute: ServerRoute<{ Params: ValueOf<typeof invoiceIdParams>; Query: ValueOf<typeof linksQuery> }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}/links',
    options: {
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: "Links to the customer's page, and its views",
        notes: 'Oldest first, expired and revoked ones too.',
        validate: { params: invoiceIdParams, query: linksQuery },
        ...answers('listInvoiceLinks', { 200: linksAnswer }, ['INVOICE_NOT_FOUND'])
    },
    handler: (request) => readPageLinks(
        request.server.app.dependencies, callerOf(request).organisationId, request.params.invoiceId, request.query)
};

const revokeRoute = commandRoute({
    method: 'DELETE',
    path: '/invoices/{invoiceId}/links/{linkId}',
    id: 'revokeInvoiceLink',
    tag: 'invoices',
    scope: 'invoices:issue',
    description: "Revoke a link to the customer's page",
    notes: 'It opens nothing from now on; another link of the document still does.',
    params: linkIdParams,
    success: { 204: noContent },
    errors: ['PAGE_LINK_NOT_FOUND'],
    answer: () => noBody,
    run: (dependencies, command, { params }) => revokePageLink(dependencies, command, params)
});

/** Routes that make, list and revoke links to the page of a document. */
export const pageLinkRoutes = [makeRoute, listRoute, revokeRoute];
