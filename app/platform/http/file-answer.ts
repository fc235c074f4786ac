import type { ResponseObject } from '@hapi/hapi';
import { create as contentDisposition } from 'content-disposition';
import Joi from 'joi';
import { headerOf } from '../../foundation/schema/header.ts';
import { shape } from '../../foundation/schema/shape.ts';
import { isNoneOf } from '../commands/precondition.ts';
import { wantsJson } from './accept.ts';
import type { AnyRequest } from './any-request.ts';

/** A file that a route answers. */
export type AnsweredFile = {
    readonly fileName: string;
    readonly mediaType: string;
    readonly bytes: Buffer;
    /** SHA-256 of the bytes, hex. */
    readonly sha256: string;
};

/** A file in JSON, for a caller that can't take bytes. */
export const fileAnswer = shape('File', {
    fileName: Joi.string().max(300).example('FV-2026-11-0001.pdf').description('Name to save the file under.'),
    mediaType: Joi.string().max(100).example('application/pdf').description('Media type of the content.'),
    size: Joi.number().integer().min(1).example(51_204).description('Size of the content in bytes.'),
    sha256: Joi.string().hex().length(64)
        .example('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')
        .description('SHA-256 of the content.'),
    content: Joi.string().base64().example('JVBERi0xLjcK').description('The file, in base64.')
});

/** Rules of a file that may become another one: a copy is used only after it was compared. */
const comparedFirst = 'private, no-cache';

/** Rules of a file that its address names by its content: a copy is good for a year. */
const neverChanged = 'private, max-age=31536000, immutable';

/** Options of {@link sendFile}. */
export type FileOptions = {
    /** True: bytes for every caller, whatever its Accept. */
    readonly alwaysBytes?: boolean;
    /** True where the address names the content, which therefore never changes. */
    readonly isImmutable?: boolean;
    /** Hint for a browser: to show the file, which is the default, or to save it. */
    readonly disposition?: 'inline' | 'attachment';
};

/**
 * Sends a file as bytes, or as {@link fileAnswer} to a caller that takes JSON only; 304 without a body to a caller who
 * has it. The ETag is the SHA-256 of the bytes. A file is sent whole, whatever a `Range` header asks for.
 * @see RFC 6266, RFC 9110 section 14.2
 */
export function sendFile(
    request: Pick<AnyRequest, 'generateResponse' | 'headers'>, file: AnsweredFile,
    { alwaysBytes = false, isImmutable = false, disposition = 'inline' }: FileOptions = {}
): ResponseObject {
    const { fileName, mediaType, bytes, sha256 } = file;
    const asJson = !alwaysBytes && wantsJson(request, mediaType);
    const etag = asJson ? `"${sha256}.json"` : `"${sha256}"`;
    const isNew = isNoneOf(headerOf(request, 'if-none-match'), etag);
    const response = request.generateResponse(!isNew ? null : asJson ? toFileView(file) : bytes)
        .code(isNew ? 200 : 304).header('etag', etag)
        .header('cache-control', isImmutable ? neverChanged : comparedFirst);
    if (!alwaysBytes) {
        response.vary('accept');
    }
    if (isNew && !asJson) {
        response.type(mediaType).header('content-disposition', contentDisposition(fileName, { type: disposition }));
    }
    return response;
}

function toFileView({ fileName, mediaType, bytes, sha256 }: AnsweredFile) {
    return { fileName, mediaType, size: bytes.length, sha256, content: bytes.toString('base64') };
}
