import { createHash } from 'node:crypto';
import type { AnsweredFile } from '../../platform/http/file-answer.ts';
import type { DocumentState } from '../../foundation/vocabulary/document-states.ts';
import type { ArchivedContent } from './document-archive.repository.ts';

/** A document as a file. */
export type DocumentFile = AnsweredFile;

/** Media type of a PDF. @see RFC 8118 */
export const pdfMediaType = 'application/pdf';

/** A PDF of these bytes. */
export function pdfFile(fileName: string, content: Uint8Array): DocumentFile {
    return documentFile(fileName, pdfMediaType, content);
}

/** A file of these bytes. */
export function documentFile(fileName: string, mediaType: string, content: Uint8Array): DocumentFile {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    return { fileName, mediaType, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** A document to be named. */
export type NamedDocument = { readonly id: string; readonly number: string | null };

/** Characters that a file name can't have on one of the usual systems, and those that show nothing. */
const unfitForFileNames = /[\\/:*?"<>|\p{C}]+/gu;

/** A name of a file out of a document's number: `FV/2026/11/0001` gives `FV-2026-11-0001`, and a draft its id's end. */
export function fileNameOf(
    { number, id }: NamedDocument, { suffix = '', extension = 'pdf' }: { suffix?: string; extension?: string } = {}
): string {
    const name = (number ?? `draft-${id.slice(-12)}`).replace(unfitForFileNames, '-').replace(/^[. -]+|[. -]+$/g, '');
    return `${name === '' ? id : name}${suffix}.${extension}`;
}

/** Name of the file of a document's state: that of a duplicate has its day. */
export function archivedFileName(document: NamedDocument, state: DocumentState, day: string): string {
    return fileNameOf(document, { suffix: state === 'duplicate' ? `-duplicate-${day}` : '' });
}

/** A file of the archive as it is given out; its hash is the stored one. */
export function archivedFile(document: NamedDocument, { state, day, content, sha256 }: ArchivedContent): DocumentFile {
    return { fileName: archivedFileName(document, state, day), mediaType: pdfMediaType, bytes: content, sha256 };
}
