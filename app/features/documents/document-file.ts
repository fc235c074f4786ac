import { createHash } from 'node:crypto';

/** A document as a file. */
export type DocumentFile = {
    /** Name for whoever saves it, such as `FV-2026-11-0001.pdf`. */
    readonly fileName: string;
    readonly bytes: Buffer;
    /** SHA-256 of the bytes, hex. */
    readonly sha256: string;
};

/** Media type of a PDF. @see RFC 8118 */
export const pdfMediaType = 'application/pdf';

/** The file of these bytes. */
export function documentFile(fileName: string, bytes: Uint8Array): DocumentFile {
    return {
        fileName, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        sha256: createHash('sha256').update(bytes).digest('hex')
    };
}

/** Characters that a file name can't have on one of the usual systems, and those that show nothing. */
const unfitForFileNames = /[\\/:*?"<>|\p{C}]+/gu;

/** A name of a file out of a document's number: `FV/2026/11/0001` gives `FV-2026-11-0001`. */
export function fileNameOf(number: string): string {
    const name = number.replace(unfitForFileNames, '-').trim().replace(/^[.-]+|[. -]+$/g, '');
    return name === '' ? 'document' : name;
}
