import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { noBody, ok, sendState } from '../../platform/http/answer.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { alsoBytes, answers, noContent } from '../../platform/http/answers.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { draftErrors, editErrors, issueAtOnceErrors } from './documented-errors.ts';
import type { CustomerCheck } from './customer-check.ts';
import { calculateTotals } from './calculate-totals.ts';
import { createDraft } from './create-draft.ts';
import { deleteDraft } from './delete-draft.ts';
import { editDraft } from './edit-draft.ts';
import { customerCheckAnswer, draftAnswer, recalculatedAnswer, totalsAnswer } from './draft.answers.ts';
import { invoiceAnswer } from './invoice.answers.ts';
import { draftBody, invoiceIdParams, newInvoiceBody } from './invoice.schemas.ts';
import {
    draftedAnswerOf, invoiceAnswerOf, newDraftedAnswerOf, recalculatedAnswerOf, toCustomerCheckView, toTotalsView
} from './invoice.view.ts';
import type { Invoice } from './invoice.ts';
import { readInvoice } from './read-invoice.ts';
import { recalculateDraft } from './recalculate-draft.ts';
import { validateCustomer } from './validate-customer.ts';

type Params = ValueOf<typeof invoiceIdParams>;

const createRoute = commandRoute({
    method: 'POST',
    path: '/invoices',
    id: 'createInvoice',
    tag: 'invoices',
    scope: 'invoices:write',
    gateway: true,
    description: 'Create a draft, or an issued invoice',
    notes: 'Looks the customer up and checks it, prices the items that have no price, computes the totals; stores all '
        + 'of it or nothing. validateCustomer false leaves the check to the issue. With issue: true the invoice is '
        + 'issued in the same step, and the answer has its number.',
    payload: newInvoiceBody,
    success: { 201: draftAnswer },
    errors: [...draftErrors, ...issueAtOnceErrors],
    headers: ['ETag', 'Location'],
    answer: newDraftedAnswerOf,
    run: async (dependencies, command, { payload }) => {
        const drafted = await createDraft(dependencies, command, payload);
        if (drafted.invoice.number !== null) {
            dependencies.metrics.invoiceIssued();
        }
        return drafted;
    }
});

const readRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Read an invoice',
        notes: 'With Accept: application/pdf as GET /invoices/{invoiceId}/pdf.',
        validate: { params: invoiceIdParams },
        ...alsoBytes(answers('readInvoice', { 200: invoiceAnswer }, ['INVOICE_NOT_FOUND'], ['ETag']),
            ['application/pdf'])
    },
    handler: async (request) => {
        const { dependencies } = request.server.app;
        const invoice = await readInvoice(dependencies, callerOf(request).organisationId, request.params.invoiceId);
        return sendState(request, invoiceAnswerOf(invoice, dependencies));
    }
};

const editRoute = commandRoute({
    method: 'PATCH',
    path: '/invoices/{invoiceId}',
    id: 'editInvoice',
    tag: 'invoices',
    scope: 'invoices:write',
    gateway: true,
    description: 'Edit a draft',
    notes: 'Given fields replace, null empties, absent ones stay. Given items replace all items. A customer that is '
        + 'touched is checked, unless validateCustomer is false.',
    params: invoiceIdParams,
    payload: draftBody,
    success: { 200: draftAnswer },
    errors: [...editErrors, ...draftErrors],
    headers: ['ETag'],
    answer: draftedAnswerOf,
    run: (dependencies, command, { params, payload }) => editDraft(dependencies, command, params.invoiceId, payload)
});

const deleteRoute = commandRoute({
    method: 'DELETE',
    path: '/invoices/{invoiceId}',
    id: 'deleteInvoice',
    tag: 'invoices',
    scope: 'invoices:write',
    gateway: true,
    description: 'Delete a draft',
    notes: 'Its history stays.',
    params: invoiceIdParams,
    success: { 204: noContent },
    errors: editErrors,
    answer: () => noBody,
    run: (dependencies, command, { params }) => deleteDraft(dependencies, command, params.invoiceId)
});

const recalculateRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/recalculate',
    id: 'recalculateInvoice',
    tag: 'invoices',
    scope: 'invoices:write',
    gateway: true,
    description: 'Price the lines of a draft afresh',
    notes: 'Prices that the caller gave, or that the customer accepted with a quote, stay. Says what moved.',
    params: invoiceIdParams,
    success: { 200: recalculatedAnswer },
    errors: [...editErrors, ...draftErrors],
    headers: ['ETag'],
    answer: recalculatedAnswerOf,
    run: (dependencies, command, { params }) => recalculateDraft(dependencies, command, params.invoiceId)
});

const calculateTotalsRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/calculate-totals',
    id: 'calculateTotals',
    tag: 'invoices',
    scope: 'invoices:read',
    gateway: true,
    description: 'Totals and VAT breakdown as they would be',
    notes: 'Nothing is stored. With a body: as after PATCH with that body; without: as they are.',
    params: invoiceIdParams,
    payload: draftBody,
    success: { 200: totalsAnswer },
    errors: ['INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT', ...draftErrors],
    answer: (invoice: Invoice) => ok(toTotalsView(invoice)),
    run: (dependencies, command, { params, payload }) =>
        calculateTotals(dependencies, command, params.invoiceId, payload)
});

const validateCustomerRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/validate-customer',
    id: 'validateCustomer',
    tag: 'invoices',
    scope: 'invoices:read',
    gateway: true,
    description: 'Check the customer of an invoice',
    notes: 'Asks contacts-service itself, never the cache, and stores nothing. Says too how the document differs from '
        + 'the contact as it is now.',
    params: invoiceIdParams,
    success: { 200: customerCheckAnswer },
    errors: [
        'INVOICE_NOT_FOUND', 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CONTRACT_BROKEN', 'UPSTREAM_MISCONFIGURED',
        'UPSTREAM_REJECTED'
    ],
    answer: (check: CustomerCheck) => ok(toCustomerCheckView(check)),
    run: (dependencies, command, { params }) => validateCustomer(dependencies, command, params.invoiceId)
});

/** Routes of a draft as a whole. */
export const draftRoutes = [
    createRoute, readRoute, editRoute, deleteRoute, recalculateRoute, calculateTotalsRoute, validateCustomerRoute
];
