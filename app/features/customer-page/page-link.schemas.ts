import Joi from 'joi';
import { id, instant, nextAfter, pageLimit } from '../../foundation/schema/answer-fields.ts';
import { limitOf, uuid, wholeNumber } from '../../foundation/schema/fields.ts';
import { form } from '../../foundation/schema/form.ts';
import { listOf, nullable, oneOf, shape } from '../../foundation/schema/shape.ts';
import { deviceKinds } from '../../foundation/vocabulary/device-kinds.ts';

/** Maximum life of a link, in days: some ten years, longer than invoices are kept. */
const maxDays = 3_650;

/** Maximum links in an answer. */
const maxLinksInAnswer = 100;

/** `{invoiceId}` and `{linkId}` of a path. */
export const linkIdParams = shape('LinkId', {
    invoiceId: uuid.description('Id of the document.'), linkId: uuid.description('Id of the link.')
});

/** `POST …/links` */
export const linkBody = form('LinkOptions', {}, {
    days: wholeNumber(1, maxDays).description('Days until the link expires. Absent: as the service is set, 365.')
        .example(365)
}).example({ days: 90 });

const exampleId = '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b91';

/** A new link: the only answer that shows its address. */
export const newLinkAnswer = shape('NewLink', {
    id: id.description('Id of the link, to revoke it.'),
    url: Joi.string().uri().description('Address of the page. It is shown once: only a hash of it is kept.'),
    expiresAt: instant.description('Instant from which the link opens nothing.')
}).example({
    id: exampleId, url: 'https://faktury.example.com/i/uQ2v0g3Yk1cF7hJmX9sLwT4bNzR8aEoPdVi6KqUyCfA',
    expiresAt: '2027-11-23T10:15:00.000Z'
});

/** `GET …/links` */
export const linksQuery = shape('LinksQuery', { limit: limitOf(maxLinksInAnswer, 50) }, {
    after: uuid.description('Id after which the page begins: nextAfter of the page before.')
});

/** Links of an invoice, and looks at its page. */
export const linksAnswer = shape('Links', {
    data: listOf('LinkList', shape('Link', {
        id: id.description('Id of the link.'),
        createdBy: Joi.string().description('Subject of the token that made it.').example('user-17'),
        createdAt: instant.description('Instant in which it was made.'),
        expiresAt: instant.description('Instant from which it opens nothing.'),
        revokedAt: nullable(instant).description('Instant in which it was revoked, or null.')
    }), maxLinksInAnswer).description('Links of the page, the oldest first; their addresses are known to nobody here.'),
    page: shape('PageViews', {
        firstViewedAt: nullable(instant).description("Instant in which a person first looked at the document's page, "
            + 'or null.'),
        lastViewedAt: nullable(instant).description('Instant of the newest recorded view, or null. A view is recorded '
            + 'once a day and kind of device.'),
        views: Joi.number().integer().description('Number of recorded views: one a day and kind of device.').example(2)
    }).description("Looks at the document's page, through all its links."),
    limit: pageLimit,
    nextAfter
}).example({
    data: [{
        id: exampleId, createdBy: 'user-17', createdAt: '2026-11-23T10:15:00.000Z',
        expiresAt: '2027-11-23T10:15:00.000Z', revokedAt: null
    }],
    page: { firstViewedAt: '2026-11-24T08:02:11.000Z', lastViewedAt: '2026-11-25T19:40:02.000Z', views: 2 },
    limit: 50,
    nextAfter: null
});

/** Data of the event `invoice.viewed`. */
export const viewedData = shape('InvoiceViewed', {
    invoiceId: id.description('Id of the document.'),
    invoiceNumber: Joi.string().description('Number of the document.').example('FV/2026/11/0001'),
    linkId: id.description('Id of the link that was opened.'),
    device: oneOf('DeviceKind', deviceKinds)
        .description('Kind of device, as far as the browser tells. Programs and previews of links are no views.'),
    viewedAt: instant.description('Instant of the view.')
}).description("A person's look at a document's page: the first of its day and kind of device.").example({
    invoiceId: '0199f3d2-7c1a-7b55-9c57-6a2f0d3c4b5a', invoiceNumber: 'FV/2026/11/0001', linkId: exampleId,
    device: 'phone', viewedAt: '2026-11-24T08:02:11.000Z'
});
