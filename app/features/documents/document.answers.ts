import Joi from 'joi';
import { shape } from '../../foundation/schema/shape.ts';
import { pdfMediaType, type DocumentFile } from './document-file.ts';

/** A file in JSON, for a caller that can't take bytes. */
export const documentFileAnswer = shape('DocumentFile', {
    fileName: Joi.string().max(300).example('FV-2026-11-0001.pdf').description('Name to save the file under.'),
    mediaType: Joi.string().max(100).example(pdfMediaType).description('Media type of the content.'),
    size: Joi.number().integer().min(1).example(51_204).description('Size of the content in bytes.'),
    sha256: Joi.string().hex().length(64)
        .example('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')
        .description('SHA-256 of the content.'),
    content: Joi.string().base64().example('JVBERi0xLjcK').description('The file, in base64.')
});

/** A file as {@link documentFileAnswer} shows it. */
export function toDocumentFileView({ fileName, bytes, sha256 }: DocumentFile) {
    return { fileName, mediaType: pdfMediaType, size: bytes.length, sha256, content: bytes.toString('base64') };
}
