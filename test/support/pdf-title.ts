import { inflateSync } from 'node:zlib';

/** Title that a PDF's metadata name, such as `Faktura VAT FV/2026/11/0001`. @throws Error when there is none */
export function pdfTitle(pdf: Buffer): string {
    for (const stream of streamsOf(pdf)) {
        const title = /<dc:title>.*?<rdf:li[^>]*>([^<]*)</s.exec(stream.toString('utf8'))?.[1];
        if (title !== undefined) return title;
    }
    throw new Error('The PDF names no title');
}

/** The streams of a PDF, decompressed where they are compressed by Flate. */
function streamsOf(pdf: Buffer): readonly Buffer[] {
    const text = pdf.toString('latin1');
    return [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, content = '']) => {
        const bytes = Buffer.from(content, 'latin1');
        try {
            return inflateSync(bytes);
        } catch {
            return bytes;
        }
    });
}
