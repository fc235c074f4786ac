import type { ResponseObject, ServerRoute } from '@hapi/hapi';
import { requires } from '../../platform/auth/route-access.ts';
import { keeping, sendKept } from '../../platform/http/answer.ts';
import { answers, noContent } from '../../platform/http/answers.ts';
import { commandOf } from '../../platform/http/command-of.ts';
import type { ValueOf } from '../../foundation/schema/shape.ts';
import { addItem } from './add-item.ts';
import { editErrors, keyErrors, pricingErrors } from './documented-errors.ts';
import { addedItemAnswer } from './draft.answers.ts';
import { invoiceIdParams, itemIdParams } from './invoice.schemas.ts';
import { addedItemAnswerOf, invoiceAnswerOf } from './invoice.view.ts';
import { customItemBody, productItemBody, serviceItemBody } from '../pricing/item.schemas.ts';
import { removeItem } from './remove-item.ts';
import type { InvoiceServices } from './invoice-services.ts';
import type { ItemInput } from '../pricing/item-input.ts';
import type { AnyRequest, Responder } from '../../platform/http/any-request.ts';

type Params = ValueOf<typeof invoiceIdParams>;

const addErrors = [...editErrors, ...pricingErrors, ...keyErrors];

const addServiceRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof serviceItemBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/items/service',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'items'],
        description: 'Add a service',
        notes: 'Priced by services-service; its net price is taken as it is, VAT and gross are computed here.',
        validate: { params: invoiceIdParams, payload: serviceItemBody },
        ...answers('addServiceItem', { 201: addedItemAnswer }, addErrors, ['ETag', 'Location'])
    },
    handler: (request, h) => {
        const { customDiscountPercent, ...item } = request.payload;
        return add(request.server.app.services, request, h, request.params, {
            ...item, itemType: 'service', ...(customDiscountPercent === undefined ? {} : { discountPercent: customDiscountPercent })
        });
    }
};

const addProductRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof productItemBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/items/product',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'items'],
        description: 'Add a product',
        notes: 'Priced by products-service: the selling price, or with useOptimalPricing the price at the target margin.',
        validate: { params: invoiceIdParams, payload: productItemBody },
        ...answers('addProductItem', { 201: addedItemAnswer }, addErrors, ['ETag', 'Location'])
    },
    handler: (request, h) => add(request.server.app.services, request, h, request.params, { ...request.payload, itemType: 'product' })
};

const addCustomRoute: ServerRoute<{ Params: Params; Payload: ValueOf<typeof customItemBody> }> = {
    method: 'POST',
    path: '/invoices/{invoiceId}/items/custom',
    options: {
        auth: requires('invoices:write'),
        tags: ['api', 'items'],
        description: 'Add an item of your own',
        notes: 'Neither product nor service: description and price come with the call.',
        validate: { params: invoiceIdParams, payload: customItemBody },
        ...answers('addCustomItem', { 201: addedItemAnswer }, addErrors, ['ETag', 'Location'])
    },
    handler: (request, h) => add(request.server.app.services, request, h, request.params, { ...request.payload, itemType: 'custom' })
};

const removeRoute: ServerRoute<{ Params: ValueOf<typeof itemIdParams> }> = {
    method: 'DELETE',
    path: '/invoices/{invoiceId}/items/{itemId}',
    options: {
        app: { gateway: true },
        auth: requires('invoices:write'),
        tags: ['api', 'items'],
        description: 'Remove an item',
        validate: { params: itemIdParams },
        ...answers('removeItem', { 204: noContent }, [...editErrors, 'ITEM_NOT_FOUND'], ['ETag'])
    },
    handler: async (request, h) => {
        const { services } = request.server.app;
        const { invoiceId, itemId } = request.params;
        const answer = invoiceAnswerOf(services, 200);
        const { headers } = answer(await removeItem(services, commandOf(request), invoiceId, itemId, keeping(answer)));
        return h.response().code(204).header('etag', headers['etag'] ?? '');
    }
};

/** Adding and removing single items. */
export const itemRoutes = [addServiceRoute, addProductRoute, addCustomRoute, removeRoute];

async function add(services: InvoiceServices, request: AnyRequest, h: Responder, { invoiceId }: Params, item: ItemInput): Promise<ResponseObject> {
    const answer = addedItemAnswerOf(services);
    return sendKept(request, h, answer(await addItem(services, commandOf(request), invoiceId, item, keeping(answer))));
}
