import type { ServerRoute } from '@hapi/hapi';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import { etagOf } from '../../platform/commands/precondition.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { draftErrors, editErrors, keyErrors } from './documented-errors.ts';
import { calculateTotals } from './calculate-totals.ts';
import { createDraft } from './create-draft.ts';
import { deleteDraft } from './delete-draft.ts';
import { editDraft } from './edit-draft.ts';
import { customerCheckAnswer, draftAnswer, recalculatedAnswer, totalsAnswer } from './draft.answers.ts';
import { invoiceAnswer } from './invoice.answers.ts';
import { draftBody, invoiceIdParams } from './invoice.schemas.ts';
import { invoiceAnswerOf, recalculatedAnswerOf, todayOf, toInvoiceView, toTotalsView } from './invoice.view.ts';
import { readInvoice } from './read-invoice.ts';
import { recalculateDraft } from './recalculate-draft.ts';
import { validateCustomer } from './validate-customer.ts';

type Params = ValueOf<typeof invoiceIdParams>;
type Draft = ValueOf<typeof draftBody>;

const createRoute: ServerRoute<{ Payload: Draft }> = {
    method: 'POST',
    path: '/invoices',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Create a draft',
        notes: 'Looks the customer up, prices the items that have no price, computes the totals; stores all of it or nothing.',
        validate: { payload: draftBody },
        ...answers('createInvoice', { 201: draftAnswer }, draftErrors, ['ETag', 'Location'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 201);
        return sendKept(request, h, answer(await createDraft(services, commandOf(request), request.payload, keeping(answer))));
    }
};

const readRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/invoices/{invoiceId}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Read an invoice',
        validate: { params: invoiceIdParams },
        ...answers('readInvoice', { 200: invoiceAnswer }, ['INVOICE_NOT_FOUND'], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const invoice = await readInvoice(services, callerOf(request).organisationId, request.params.invoiceId);
        return h.response(toInvoiceView(invoice, todayOf(services))).header('etag', etagOf(invoice.version));
    }
};

const editRoute: ServerRoute<{ Params: Params; Payload: Draft }> = {
    method: 'PATCH',
    path: '/invoices/{invoiceId}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Edit a draft',
        notes: 'Given fields replace, null empties, absent ones stay. Given items replace all items.',
        validate: { params: invoiceIdParams, payload: draftBody },
        ...answers('editInvoice', { 200: draftAnswer }, [...editErrors, ...draftErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = invoiceAnswerOf(services, 200);
        const edited = await editDraft(services, commandOf(request), request.params.invoiceId, request.payload, keeping(answer));
        return sendKept(request, h, answer(edited));
    }
};

const deleteRoute: ServerRoute<{ Params: Params }> = {
    method: 'DELETE',
    path: '/invoices/{invoiceId}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Delete a draft',
        notes: 'Its history stays.',
        validate: { params: invoiceIdParams },
        ...answers('deleteInvoice', { 204: noContent }, editErrors)
    },
    handler: async (request, h) => {
        await deleteDraft(request.server.app.services, commandOf(request), request.params.invoiceId);
        return h.response().code(204);
    }
};

const recalculateRoute: ServerRoute<{ Params: Params }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/recalculate',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'invoices'],
        description: 'Price the lines of a draft afresh',
        notes: 'Prices that the caller gave, or that the customer accepted with a quote, stay. Says what moved.',
        validate: { params: invoiceIdParams },
        ...answers('recalculateInvoice', { 200: recalculatedAnswer }, [...editErrors, ...draftErrors], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const answer = recalculatedAnswerOf(services);
        return sendKept(request, h, answer(await recalculateDraft(services, commandOf(request), request.params.invoiceId, keeping(answer))));
    }
};

const calculateTotalsRoute: ServerRoute<{ Params: Params; Payload: Draft }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/calculate-totals',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Totals and VAT breakdown as they would be',
        notes: 'Nothing is stored. With a body: as after PATCH with that body; without: as they are.',
        validate: { params: invoiceIdParams, payload: draftBody },
        ...answers('calculateTotals', { 200: totalsAnswer }, ['INVOICE_NOT_FOUND', 'INVOICE_NOT_DRAFT', ...draftErrors])
    },
    handler: async (request) => {
        const { services } = request.server.app;
        return toTotalsView(await calculateTotals(services, commandOf(request), request.params.invoiceId, request.payload));
    }
};

const validateCustomerRoute: ServerRoute<{ Params: Params }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/validate-customer',
    options: {
        app: { gateway: true },
        auth: requires('invoices:read'),
        tags: ['api', 'invoices'],
        description: 'Check the customer of an invoice',
        notes: 'Against contacts-service as it is now; nothing is stored.',
        validate: { params: invoiceIdParams },
        ...answers('validateCustomer', { 200: customerCheckAnswer }, [
            'INVOICE_NOT_FOUND', ...keyErrors, 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_CONTRACT_BROKEN', 'UPSTREAM_MISCONFIGURED', 'UPSTREAM_REJECTED'
        ])
    },
    handler: (request) => validateCustomer(request.server.app.services, commandOf(request), request.params.invoiceId)
};

/** Everything that can be done with a draft as a whole. */
export const draftRoutes = [createRoute, readRoute, editRoute, deleteRoute, recalculateRoute, calculateTotalsRoute, validateCustomerRoute];
