import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { maxLogoBytes, maxLogoPixels } from '../../domain/organisations/logo.ts';
import { logoMediaTypes } from '../../foundation/vocabulary/logo-media-types.ts';
import { logoAnswer } from '../../domain/organisations/look.schemas.ts';
import type { Organisation } from '../../domain/organisations/organisation.ts';
import { form } from '../../foundation/schema/form.ts';
import { callerOf, requires } from '../../platform/auth/route-access.ts';
import { noBody } from '../../platform/http/answer.ts';
import { answers, noContent, type BytesAnswer } from '../../platform/http/answers.ts';
import { fileAnswer, sendFile } from '../../platform/http/file-answer.ts';
import { commandRoute } from '../../platform/http/command-route.ts';
import { logoFile } from './render-document.ts';
import { putLogo, readStoredLogo, removeLogo } from './change-logo.ts';

/** Length of the greatest logo in base64. */
const maxContentLength = Math.ceil(maxLogoBytes / 3) * 4;

/** A PNG of one pixel. */
const examplePicture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E'
    + 'rkJggg==';

/** `PUT /organisation/logo` */
const logoBody = form('Logo', {
    content: Joi.string().base64().max(maxContentLength).meta({ openapi: { set: { format: 'picture' } } })
        .messages({
            'string.base64': 'must be a picture in base64', 'string.empty': 'must not be empty',
            'string.max': `must be a picture of at most ${maxLogoBytes} bytes (512 kB)`
        })
        .description(`PNG or JPEG in base64: at most ${maxLogoBytes} bytes and ${maxLogoPixels} × ${maxLogoPixels} `
            + 'pixels, in grey or RGB, not animated.')
}).example({ content: examplePicture });

const changeErrors = ['PRECONDITION_FAILED', 'PRECONDITION_REQUIRED', 'ORGANISATION_CHANGED'] as const;

const putRoute = commandRoute({
    method: 'PUT',
    path: '/organisation/logo',
    id: 'replaceLogo',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Set the logo of documents',
    notes: 'In base64, as callers of JSON can send it. Documents show it from the next one on; archived ones stay as '
        + 'they are. SVG is not taken, because it may hold scripts and links. Colour profiles and texts within the '
        + 'picture are left out, so that it may be stored smaller than it was sent.',
    payload: logoBody,
    success: { 200: logoAnswer },
    errors: [...changeErrors, 'DOCUMENT_BUSY', 'DOCUMENT_FAILED'],
    answer: ({ logo }: Organisation) => ({ statusCode: 200, headers: {}, view: { ...logo } }),
    run: (dependencies, command, { payload }) => putLogo(dependencies, command, payload.content)
});

const deleteRoute = commandRoute({
    method: 'DELETE',
    path: '/organisation/logo',
    id: 'deleteLogo',
    tag: 'organisation',
    scope: 'organisation:write',
    description: 'Take the logo of documents away',
    notes: 'Documents show the name of the seller in its place. Without a logo nothing changes.',
    success: { 204: noContent },
    errors: changeErrors,
    answer: () => noBody,
    run: removeLogo
});

const logoByAccept = {
    description: 'The picture', mediaTypes: logoMediaTypes, json: fileAnswer
} as const satisfies BytesAnswer;

const readRoute: ServerRoute = {
    method: 'GET',
    path: '/organisation/logo',
    options: {
        auth: requires('organisation:read'),
        tags: ['api', 'organisation'],
        description: 'Read the logo of documents',
        notes: 'The picture without its colour profile and texts, or JSON with base64 content for a caller whose '
            + 'Accept names JSON and no picture.',
        ...answers('readLogo', { 200: logoByAccept }, ['LOGO_NOT_FOUND'], ['ETag'])
    },
    handler: async (request) => {
        const logo = await readStoredLogo(request.server.app.dependencies, callerOf(request).organisationId);
        return sendFile(request, { ...logo, fileName: logoFile(logo).name });
    }
};

/** Routes of the logo. */
export const logoRoutes = [readRoute, putRoute, deleteRoute];
