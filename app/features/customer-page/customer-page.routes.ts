import accept from '@hapi/accept';
import type { Plugin, Request, ResponseObject, ResponseToolkit, RouteOptions, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { headerOf } from '../../foundation/schema/header.ts';
import { expectedError } from '../../platform/http/expected-error.ts';
import { logFault } from '../../platform/http/problem-plugin.ts';
import { problemHeaders } from '../../platform/http/problem.ts';
import { problemStatus } from '../../platform/http/problem-status.ts';
import type { Invoice } from '../../domain/invoices/invoice.ts';
import { printLanguageOf } from '../../domain/printing/print-catalogue.ts';
import { printLanguages, type PrintLanguage } from '../../domain/printing/printed-document.ts';
import { pdfMediaType, type DocumentFile } from '../documents/document-file.ts';
import { defaultAccent } from '../documents/document-look.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import type { DocumentDependencies } from '../documents/document-dependencies.ts';
import { eInvoiceFileOf } from '../e-invoices/e-invoice-file.ts';
import { openPage } from './open-page.ts';
import { pageParts } from './page-assets.ts';
import { pageTextsOf } from './page-catalogue.ts';
import { pageColours } from './page-colours.ts';
import { newNonce, pageHeaders } from './page-headers.ts';
import { pageLookOf } from './page-look.ts';
import type { PageMessageName } from './page-texts.ts';
import { languageLinks, pageView } from './page-view.ts';
import { viewerOf } from './visitor.ts';

type Params = { readonly token: string; readonly documentId?: string };

const options = {
    auth: false,
    app: { costClass: 'pages', page: true },
    // What mail programs and networks add to a link is no fault of whoever opens it.
    validate: { query: Joi.object({ lang: Joi.any() }).unknown() }
} satisfies RouteOptions;

/**
 * The page that a customer opens with a link, and that of a document which belongs to it.
 * @param path - Template of its address.
 */
function pageRoute(path: string, description: string): ServerRoute<{ Params: Params }> {
    return {
        method: 'GET',
        path,
        options: { ...options, description },
        handler: async (request, h) => {
            const { params: { token, documentId }, server: { app: { dependencies } } } = request;
            const { timeZone, pages: { publicUrl = '' } } = dependencies.config;
            // Only the document of the link is counted: the others are opened from its page.
            const device = documentId === undefined ? viewerOf(request) : undefined;
            const opened = await openPage(dependencies, { token, device, documentId });
            const look = await pageLookOf(dependencies.database, opened.organisation);
            const view = pageView(opened, {
                language: wantedLanguage(request) ?? printLanguageOf(opened.invoice.language),
                path: `${(URL.parse(publicUrl)?.pathname ?? '').replace(/\/$/, '')}/i/${token}`, timeZone
            });
            return show(h, 'document', { ...view, logo: look.logo, colours: pageColours(look.accent) });
        }
    };
}

/** Makes a file of an issued document. */
type MakeFile = (dependencies: DocumentDependencies, invoice: Invoice) => Promise<DocumentFile>;

/** The archived PDF. */
const pdfOf: MakeFile = (dependencies, { organisationId, id: invoiceId }) =>
    documentPdf(dependencies, { organisationId, invoiceId });

/** The XML, or the archived PDF that carries it: visitors must not be able to keep the typesetter busy. */
const eInvoiceOf: MakeFile = (dependencies, invoice) => invoice.eInvoice === 'facturx'
    ? pdfOf(dependencies, invoice)
    : eInvoiceFileOf(dependencies, invoice);

/**
 * The document of a page as a file, the same as the API gives.
 * @param path - Template of its address.
 */
function fileRoute(path: string, description: string, makeFile: MakeFile): ServerRoute<{ Params: Params }> {
    return {
        method: 'GET',
        path,
        options: { ...options, description },
        handler: async (request, h) => {
            const { params, server: { app: { dependencies } } } = request;
            const { invoice } = await openPage(dependencies, params);
            const { fileName, mediaType, bytes } = await makeFile(dependencies, invoice);
            const disposition = mediaType === pdfMediaType ? 'inline' : 'attachment';
            return withHeaders(h.response(bytes).type(mediaType), {
                ...pageHeaders(),
                'content-disposition': `${disposition}; filename*=UTF-8''${encodeURIComponent(fileName)}`
            });
        }
    };
}

/** Routes of the customer's page. People open them, so they are not in the API's document. */
export const customerPageRoutes = [
    pageRoute('/i/{token}', "The customer's page of a document"),
    fileRoute('/i/{token}/invoice.pdf', "The document of a customer's page as a PDF", pdfOf),
    fileRoute('/i/{token}/e-invoice', "The document of a customer's page as an e-invoice", eInvoiceOf),
    pageRoute('/i/{token}/documents/{documentId}', "The page of a document that belongs to a customer's"),
    fileRoute('/i/{token}/documents/{documentId}/invoice.pdf', "A document that belongs to a customer's, as a PDF",
        pdfOf),
    fileRoute('/i/{token}/documents/{documentId}/e-invoice', "A document that belongs to a customer's, as an e-invoice",
        eInvoiceOf)
];

/** Turns each failure of a page into a page: the same for a link that is wrong, expired or revoked. */
export const pageErrors: Plugin<void> = {
    name: 'page-errors',
    register: (server) => {
        server.ext('onPreResponse', (request, h) => {
            const { response, route } = request;
            if (!('isBoom' in response) || route.settings.app?.page !== true) {
                return h.continue;
            }
            const error = expectedError(response, request);
            logFault(error, request);
            const { name, status } = messageOf(problemStatus[error.code]);
            const language = wantedLanguage(request) ?? languageOf(headerOf(request, 'accept-language'));
            const texts = pageTextsOf(language);
            const answer = show(h, 'message', {
                lang: language, texts, languages: languageLinks(language), colours: pageColours(defaultAccent),
                title: texts.messages[name].title, message: texts.messages[name]
            });
            return withHeaders(answer.code(status), problemHeaders(error));
        });
    }
};

function messageOf(status: number): { readonly name: PageMessageName; readonly status: number } {
    if (status >= 500) {
        return { name: status === 503 ? 'busy' : 'failed', status };
    }
    // Whatever else is wrong with an address, there is no page at it.
    return status === 429 ? { name: 'tooMany', status } : { name: 'notFound', status: 404 };
}

function show(h: Pick<ResponseToolkit, 'view'>, template: string, content: object): ResponseObject {
    const nonce = newNonce();
    return withHeaders(h.view(template, { ...content, ...pageParts(), nonce }), pageHeaders(nonce));
}

function withHeaders(response: ResponseObject, headers: Readonly<Record<string, string>>): ResponseObject {
    for (const [name, value] of Object.entries(headers)) {
        response.header(name, value);
    }
    return response;
}

/** The language that `?lang=` asks for. */
function wantedLanguage({ query }: Pick<Request, 'query'>): PrintLanguage | undefined {
    const wanted: unknown = query['lang'];
    return printLanguages.find((language) => language === wanted);
}

/** The language that a browser prefers: English where it has neither. */
function languageOf(header: string | undefined): PrintLanguage {
    try {
        return printLanguageOf(accept.languages(header).find((language) => /^(?:pl|en)\b/i.test(language)) ?? 'en');
    } catch {
        // A header that can't be read asks for nothing.
        return 'en';
    }
}
