import Joi from 'joi';
import { date, instant } from '../../foundation/schema/answer-fields.ts';
import { listOf, oneOf, shape } from '../../foundation/schema/shape.ts';
import { documentStates } from '../../foundation/vocabulary/document-states.ts';
import { maxArchivedFiles } from './archive-limits.ts';
import type { ArchivedFacts } from './document-archive.repository.ts';
import { archivedFileName, pdfMediaType, type NamedDocument } from './document-file.ts';

/** A file of the archive. */
export const archivedFileAnswer = shape('ArchivedFile', {
    state: oneOf('DocumentState', documentStates)
        .description('State of the document that the file shows; `duplicate` once for each day.').example('issued'),
    day: date.description('Day of the state: of issue, annulment or acceptance, or the date of the duplicate.'),
    language: Joi.string().min(2).max(2).example('pl').description('ISO 639-1 language of the texts.'),
    fileName: Joi.string().max(300).example('FV-2026-11-0001.pdf').description('Name to save the file under.'),
    mediaType: Joi.string().max(100).example(pdfMediaType).description('Media type of the file.'),
    size: Joi.number().integer().min(1).example(51_204).description('Size of the file in bytes.'),
    sha256: Joi.string().hex().length(64)
        .example('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08')
        .description('SHA-256 of the file, and its name in the address that answers it.'),
    templateVersion: Joi.string().hex().length(64)
        .example('5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8')
        .description('SHA-256 over the templates, fonts and texts that made the file, and the typesetter\'s version.'),
    createdAt: instant.description('Instant in which the file was made.')
}).description('File of a document in one of its states. It is never changed.');

/** The files of a document. */
export const archivedFilesAnswer = shape('ArchivedFiles', {
    data: listOf('ArchivedFileList', archivedFileAnswer, maxArchivedFiles)
        .description('Files in the order in which they were made; empty for a draft, and before the first was made.')
});

/** A file as {@link archivedFileAnswer} shows it. */
export function toArchivedFileView(document: NamedDocument, file: ArchivedFacts) {
    const { state, day, language, size, sha256, templateVersion, createdAt } = file;
    return {
        state, day, language, fileName: archivedFileName(document, state, day), mediaType: pdfMediaType, size, sha256,
        templateVersion, createdAt: createdAt.toISOString()
    };
}
