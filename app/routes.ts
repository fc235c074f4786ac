import type { ServerRoute } from '@hapi/hapi';
import { bulkCreateRoute } from './bulk/bulk-create.routes.ts';
import { bulkIssueRoutes } from './bulk/bulk-issue.routes.ts';
import { cancelRoute } from './cancellation/cancel.routes.ts';
import { correctiveRoute } from './correctives/corrective.routes.ts';
import { eventRoutes } from './events/event.routes.ts';
import { explainRoute } from './explain/explain.routes.ts';
import { fromQuoteRoute } from './from-quote/from-quote.routes.ts';
import { draftRoutes } from './invoices/draft.routes.ts';
import { issueRoute } from './invoices/issue.routes.ts';
import { itemRoutes } from './invoices/item.routes.ts';
import { listRoutes } from './invoice-list/list.routes.ts';
import { numberingRoutes } from './numbering/numbering.routes.ts';
import { invoicePaymentRoutes } from './payments/invoice-payment.routes.ts';
import { paymentRoutes } from './payments/payment.routes.ts';
import { organisationRoutes } from './organisations/organisation.routes.ts';
import { proformaRoutes } from './proforma/proforma.routes.ts';
import { deliveryRoutes } from './webhooks/delivery.routes.ts';
import { webhookRoutes } from './webhooks/webhook.routes.ts';
import { reportRoutes } from './reports/report.routes.ts';
import { sendRoutes } from './sending/send.routes.ts';

// hapi types a route by its own parameters and body; a list of different ones has no common type but this.
const all: readonly unknown[] = [
    ...draftRoutes,
    bulkCreateRoute,
    ...bulkIssueRoutes,
    fromQuoteRoute,
    ...itemRoutes,
    issueRoute,
    ...sendRoutes,
    correctiveRoute,
    cancelRoute,
    ...proformaRoutes,
    explainRoute,
    ...listRoutes,
    ...numberingRoutes,
    ...organisationRoutes,
    ...invoicePaymentRoutes,
    ...paymentRoutes,
    ...eventRoutes,
    ...webhookRoutes,
    ...deliveryRoutes,
    ...reportRoutes
];

/** Every route of the API but health and documentation. */
export const routes = all as readonly ServerRoute[];
