import type { EInvoice } from '../../domain/e-invoices/e-invoice.ts';
import { toCii } from '../../domain/e-invoices/cii.ts';
import type { PrintedDocument } from '../../domain/printing/printed-document.ts';
import type { Typesetter } from '../../platform/typesetting/typesetter.ts';
import { appendRevision, metadataOf } from './pdf-revision.ts';
import { renderDocument, type Rendering } from './render-document.ts';

/** Name of the XML in the PDF, which the standard prescribes. */
const fileName = 'factur-x.xml';

/**
 * A document as a Factur-X: a PDF/A-3 that carries its CII.
 * @throws DomainError those of `renderDocument`
 * @see Factur-X 1.0 section 6.2
 */
export async function renderFacturX(
    typesetter: Typesetter, printed: PrintedDocument, rendering: Omit<Rendering, 'attachment'>, eInvoice: EInvoice
): Promise<Buffer> {
    const attachment = {
        name: fileName, content: toCii(eInvoice), mediaType: 'text/xml', description: 'Factur-X'
    };
    const bytes = await renderDocument(typesetter, printed, { ...rendering, attachment });
    return withFacturXMetadata(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

const namespace = 'urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#';

/** Tells whether a PDF is a Factur-X: its metadata, which are the last part of the file and plain text, say so. */
export function isFacturX(pdf: Buffer): boolean {
    return pdf.includes(namespace);
}

/** Properties of the extension schema with their descriptions. @see Factur-X 1.0 section 6.3 (XMP) */
const properties = {
    DocumentFileName: ['The name of the embedded XML document', fileName],
    DocumentType: ['The type of the hybrid document in capital letters, e.g. INVOICE or ORDER', 'INVOICE'],
    Version: ['The actual version of the standard applying to the embedded XML document', '1.0'],
    ConformanceLevel: ['The conformance level of the embedded XML document', 'EN 16931']
} as const;

/**
 * A PDF/A-3 with the metadata that make it a Factur-X, as a further revision of the file: its bytes stay as they are,
 * and the metadata stream is replaced. Typst has no way to write them.
 * @throws Error when the file is not one of ours: its metadata name no extension schemas
 */
function withFacturXMetadata(pdf: Buffer): Buffer {
    const metadata = metadataOf(pdf);
    const end = '</rdf:Bag></pdfaExtension:schemas>';
    if (!metadata.xmp.includes(end) || !metadata.xmp.includes('</rdf:RDF>')) {
        throw new Error('the PDF has no metadata that could be completed');
    }
    // A second list of schemas would break PDF/A: the schema is added to the list that is there.
    const xmp = metadata.xmp.replace(end, () => `${extensionSchema()}${end}`)
        .replace('</rdf:RDF>', () => `${description()}</rdf:RDF>`);
    return appendRevision(pdf, metadata, Buffer.from(xmp, 'utf8'));
}

function extensionSchema(): string {
    const items = Object.entries(properties).map(([name, [text]]) => '<rdf:li rdf:parseType="Resource">'
        + `<pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>`
        + '<pdfaProperty:category>external</pdfaProperty:category>'
        + `<pdfaProperty:description>${text}</pdfaProperty:description></rdf:li>`);
    return '<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>'
        + `<pdfaSchema:namespaceURI>${namespace}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>`
        + `<pdfaSchema:property><rdf:Seq>${items.join('')}</rdf:Seq></pdfaSchema:property></rdf:li>`;
}

function description(): string {
    const values = Object.entries(properties).map(([name, [, value]]) => `<fx:${name}>${value}</fx:${name}>`);
    return `<rdf:Description rdf:about="" xmlns:fx="${namespace}">${values.join('')}</rdf:Description>`;
}
