import type { ServerRoute } from '@hapi/hapi';
import { advanceInvoiceRoute } from '../features/advances/advance.routes.ts';
import { bulkCreateRoute } from '../features/bulk/bulk-create.routes.ts';
import { bulkIssueRoutes } from '../features/bulk/bulk-issue.routes.ts';
import { cancelRoute } from '../features/cancellation/cancel.routes.ts';
import { correctiveRoute, receiptConfirmationRoute } from '../features/correctives/corrective.routes.ts';
import { archiveRoutes } from '../features/documents/archive.routes.ts';
import { documentRoutes } from '../features/documents/document.routes.ts';
import { eventRoutes } from '../features/event-feed/event.routes.ts';
import { explainRoute } from '../features/explain/explain.routes.ts';
import { fromQuoteRoute } from '../features/from-quote/from-quote.routes.ts';
import { draftRoutes } from '../domain/invoices/draft.routes.ts';
import { issueRoute } from '../domain/invoices/issue.routes.ts';
import { itemRoutes } from '../domain/invoices/item.routes.ts';
import { historyRoute, organisationHistoryRoute } from '../features/history/history.routes.ts';
import { listRoutes } from '../features/invoice-list/list.routes.ts';
import { numberingRoutes } from '../features/series/numbering.routes.ts';
import { invoicePaymentRoutes } from '../features/payments/invoice-payment.routes.ts';
import { paymentRoutes } from '../features/payments/payment.routes.ts';
import { logoRoutes } from '../features/documents/logo.routes.ts';
import { organisationRoutes } from '../domain/organisations/organisation.routes.ts';
import { proformaRoutes } from '../features/proforma/proforma.routes.ts';
import { deliveryRoutes } from '../features/webhooks/webhook-delivery.routes.ts';
import { webhookRoutes } from '../features/webhooks/webhook.routes.ts';
import { pageLinkRoutes } from '../features/customer-page/page-link.routes.ts';
import { reportRoutes } from '../features/reports/report.routes.ts';
import { sendRoutes } from '../features/sending/send.routes.ts';
import { sessionRoutes } from '../features/sessions/session.routes.ts';

// hapi types a route by its own parameters and body; a list of different routes has no other common type.
const all: readonly unknown[] = [
    ...draftRoutes,
    bulkCreateRoute,
    ...bulkIssueRoutes,
    fromQuoteRoute,
    ...itemRoutes,
    issueRoute,
    ...sendRoutes,
    ...pageLinkRoutes,
    correctiveRoute,
    receiptConfirmationRoute,
    cancelRoute,
    ...proformaRoutes,
    advanceInvoiceRoute,
    explainRoute,
    ...documentRoutes,
    ...archiveRoutes,
    ...listRoutes,
    historyRoute,
    ...numberingRoutes,
    ...organisationRoutes,
    ...logoRoutes,
    organisationHistoryRoute,
    ...invoicePaymentRoutes,
    ...paymentRoutes,
    ...eventRoutes,
    ...webhookRoutes,
    ...deliveryRoutes,
    ...reportRoutes,
    ...sessionRoutes
];

/** Every route of the API except health and documentation. */
export const routes = all as readonly ServerRoute[];
