import { inflateSync } from 'node:zlib';

/** The metadata stream of a PDF, and where the file's last revision ends. */
export type PdfMetadata = {
    /** Text of the stream (XMP). */
    readonly xmp: string;
    /** Number of the stream's object. */
    readonly object: number;
    /** Entries of the trailer's dictionary. */
    readonly trailer: string;
    /** Offset of the last cross-reference table. */
    readonly startXref: number;
};

/**
 * The metadata of a PDF as Typst writes it: with a cross-reference table, and each object at the beginning of a line.
 * @throws Error when the file has another form
 * @see ISO 32000-1 section 7.5.5 (trailer), 14.3.2 (metadata streams)
 */
export function metadataOf(pdf: Buffer): PdfMetadata {
    // One character a byte, so that places in the text are places in the file.
    const text = pdf.toString('latin1');
    const startXref = Number(found(text, /startxref\s+(\d+)\s+%%EOF\s*$/));
    const trailer = found(text.slice(startXref), /trailer\s*<<([^]*?)>>\s*startxref/);
    const catalogue = objectAt(text, found(trailer, /\/Root (\d+) 0 R/));
    const object = found(text.slice(catalogue), /\/Metadata (\d+) 0 R/);
    const at = objectAt(text, object);
    const streamAt = text.indexOf('stream', at);
    const head = text.slice(at, streamAt);
    const dataAt = streamAt + 'stream'.length + (text[streamAt + 'stream'.length] === '\r' ? 2 : 1);
    const data = pdf.subarray(dataAt, dataAt + Number(found(head, /\/Length (\d+)/)));
    const xmp = head.includes('/FlateDecode') ? inflateSync(data) : data;
    return { xmp: xmp.toString('utf8'), object: Number(object), trailer, startXref };
}

/**
 * The file with a further revision, which replaces its metadata.
 * @see ISO 32000-1 section 7.5.6 (incremental updates)
 */
export function appendRevision(pdf: Buffer, { object, trailer, startXref }: PdfMetadata, xmp: Buffer): Buffer {
    const stream = Buffer.concat([
        Buffer.from(`\n${object} 0 obj\n<<\n  /Length ${xmp.length}\n  /Type /Metadata\n  /Subtype /XML\n>>\nstream\n`),
        xmp, Buffer.from('\nendstream\nendobj\n')
    ]);
    const objectAtByte = String(pdf.length + 1).padStart(10, '0');
    const end = `xref\n${object} 1\n${objectAtByte} 00000 n \ntrailer\n<<${trailer}  /Prev ${startXref}\n>>\n`
        + `startxref\n${pdf.length + stream.length}\n%%EOF\n`;
    return Buffer.concat([pdf, stream, Buffer.from(end)]);
}

function objectAt(text: string, object: string): number {
    const place = text.lastIndexOf(`\n${object} 0 obj`);
    if (place < 0) {
        throw new Error(`the PDF has no object ${object}`);
    }
    return place;
}

function found(text: string, pattern: RegExp): string {
    const [, part] = pattern.exec(text) ?? [];
    if (part === undefined) {
        throw new Error(`the PDF has another form than Typst's: no ${pattern.source}`);
    }
    return part;
}
