import accept from '@hapi/accept';
import type { Plugin, Request, ResponseObject, ResponseToolkit, RouteOptions, ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { headerOf } from '../../foundation/schema/header.ts';
import { expectedError } from '../../platform/http/expected-error.ts';
import { logFault } from '../../platform/http/problem-plugin.ts';
import { problemHeaders } from '../../platform/http/problem.ts';
import { problemStatus } from '../../platform/http/problem-status.ts';
import { printLanguageOf } from '../../domain/printing/print-catalogue.ts';
import { printLanguages, type PrintLanguage } from '../../domain/printing/printed-document.ts';
import { pdfMediaType } from '../documents/document-file.ts';
import { defaultAccent } from '../documents/document-look.ts';
import { documentPdf } from '../documents/document-pdf.ts';
import { openPage } from './open-page.ts';
import { pageParts } from './page-assets.ts';
import { pageTextsOf } from './page-catalogue.ts';
import { pageColours } from './page-colours.ts';
import { newNonce, pageHeaders } from './page-headers.ts';
import type { PageMessageName } from './page-texts.ts';
import { languageLinks, pageView } from './page-view.ts';
import { viewerOf } from './visitor.ts';

type Params = { readonly token: string };

const options = {
    auth: false,
    app: { costClass: 'pages', page: true },
    // What mail programs and networks add to a link is no fault of whoever opens it.
    validate: { query: Joi.object({ lang: Joi.any() }).unknown() }
} satisfies RouteOptions;

/** `GET /i/{token}`: the page that a customer opens. */
const pageRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/i/{token}',
    options: { ...options, description: "The customer's page of a document" },
    handler: async (request, h) => {
        const { params: { token }, server: { app: { dependencies } } } = request;
        const { config } = dependencies;
        const opened = await openPage(dependencies, token, viewerOf(request));
        const view = pageView(opened, {
            language: wantedLanguage(request) ?? printLanguageOf(opened.invoice.language),
            path: `${new URL(config.pages.publicUrl ?? 'http://none').pathname.replace(/\/$/, '')}/i/${token}`,
            timeZone: config.timeZone
        });
        return show(h, 'document', { ...view, colours: pageColours(opened.organisation.accentColor ?? defaultAccent) });
    }
};

/** `GET /i/{token}/invoice.pdf`: the same file as the API gives. */
const pdfRoute: ServerRoute<{ Params: Params }> = {
    method: 'GET',
    path: '/i/{token}/invoice.pdf',
    options: { ...options, description: "The document of a customer's page as a PDF" },
    handler: async (request, h) => {
        const { params: { token }, server: { app: { dependencies } } } = request;
        const { invoice: { organisationId, id: invoiceId } } = await openPage(dependencies, token, undefined);
        const { fileName, bytes } = await documentPdf(dependencies, { organisationId, invoiceId });
        return withHeaders(h.response(bytes).type(pdfMediaType), {
            ...pageHeaders(),
            'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(fileName)}`
        });
    }
};

/** Routes of the customer's page. People open them, so they are not in the API's document. */
export const customerPageRoutes = [pageRoute, pdfRoute];

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
                lang: language, texts, languages: languageLinks(language), colours: pageColours(plainAccent),
                title: texts.messages[name].title, message: texts.messages[name]
            });
            return withHeaders(answer.code(status), problemHeaders(error));
        });
    }
};

/** Accent of a page that belongs to no seller. */
const plainAccent = '#1f4e79';

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
