import { noBody } from '../../platform/http/answer.ts';
import { noContent } from '../../platform/http/answers.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { addItem } from './add-item.ts';
import { editErrors, pricingErrors } from './documented-errors.ts';
import { addedItemAnswer } from './draft.answers.ts';
import { invoiceIdParams, itemIdParams } from './invoice.schemas.ts';
import { addedItemAnswerOf, invoiceAnswerOf } from './invoice.view.ts';
import { customItemBody, productItemBody, serviceItemBody } from '../pricing/item.schemas.ts';
import type { Invoice } from './invoice.ts';
import { removeItem } from './remove-item.ts';

const addErrors = [...editErrors, ...pricingErrors];

const addServiceRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/items/service',
    id: 'addServiceItem',
    tag: 'items',
    scope: 'invoices:write',
    gateway: true,
    description: 'Add a service',
    notes: 'Priced by services-service. Per m²: its net price is taken as it is, VAT and gross are computed here. '
        + 'By the hour, day, project or room: rate × quantity, without tier, zone and season.',
    params: invoiceIdParams,
    payload: serviceItemBody,
    success: { 201: addedItemAnswer },
    errors: addErrors,
    headers: ['ETag', 'Location'],
    answer: addedItemAnswerOf,
    run: (dependencies, command, { params, payload: { customDiscountPercent, ...item } }) =>
        addItem(dependencies, command, params.invoiceId, {
            ...item, itemType: 'service',
            ...(customDiscountPercent === undefined ? {} : { discountPercent: customDiscountPercent })
        })
});

const addProductRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/items/product',
    id: 'addProductItem',
    tag: 'items',
    scope: 'invoices:write',
    gateway: true,
    description: 'Add a product',
    notes: 'Priced by products-service: the selling price, or with useOptimalPricing the price at the target margin. '
        + 'A price per base unit is converted to the unit that is sold.',
    params: invoiceIdParams,
    payload: productItemBody,
    success: { 201: addedItemAnswer },
    errors: addErrors,
    headers: ['ETag', 'Location'],
    answer: addedItemAnswerOf,
    run: (dependencies, command, { params, payload }) =>
        addItem(dependencies, command, params.invoiceId, { ...payload, itemType: 'product' })
});

const addCustomRoute = commandRoute({
    method: 'POST',
    path: '/invoices/{invoiceId}/items/custom',
    id: 'addCustomItem',
    tag: 'items',
    scope: 'invoices:write',
    description: 'Add an item of your own',
    notes: 'Neither product nor service: description and price come with the call.',
    params: invoiceIdParams,
    payload: customItemBody,
    success: { 201: addedItemAnswer },
    errors: addErrors,
    headers: ['ETag', 'Location'],
    answer: addedItemAnswerOf,
    run: (dependencies, command, { params, payload }) =>
        addItem(dependencies, command, params.invoiceId, { ...payload, itemType: 'custom' })
});

const removeRoute = commandRoute({
    method: 'DELETE',
    path: '/invoices/{invoiceId}/items/{itemId}',
    id: 'removeItem',
    tag: 'items',
    scope: 'invoices:write',
    gateway: true,
    description: 'Remove an item',
    params: itemIdParams,
    success: { 204: noContent },
    errors: [...editErrors, 'ITEM_NOT_FOUND'],
    headers: ['ETag'],
    answer: (invoice: Invoice, dependencies) =>
        ({ ...noBody, headers: { etag: invoiceAnswerOf(invoice, dependencies).headers.etag } }),
    run: (dependencies, command, { params: { invoiceId, itemId } }) =>
        removeItem(dependencies, command, invoiceId, itemId)
});

/** Routes that add and remove single items. */
export const itemRoutes = [addServiceRoute, addProductRoute, addCustomRoute, removeRoute];
