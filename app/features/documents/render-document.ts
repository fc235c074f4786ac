import { qrPicture } from './qr-picture.ts';
import type { PrintedDocument } from '../../domain/printing/printed-document.ts';
import type { LogoMediaType } from '../../foundation/vocabulary/logo-media-types.ts';
import { DomainError } from '../../foundation/errors/domain-error.ts';
import { TypesettingFault, type Typesetter } from '../../platform/typesetting/typesetter.ts';
import type { TypesettingFile } from '../../platform/typesetting/typesetting-job.ts';

/** Look of an organisation's documents. */
export type DocumentLook = {
    /** The organisation. Its documents take turns with those of others. */
    readonly organisationId: string;
    /** Colour of rules and numbers, `#rrggbb`. */
    readonly accent: string;
    /** Text at the foot of each page, such as the court of registration; empty: none. */
    readonly footer: string;
    readonly logo: DocumentLogo | null;
};

/** Picture in the head of a document. */
export type DocumentLogo = {
    readonly bytes: Uint8Array;
    readonly mediaType: LogoMediaType;
    /** Size in pixels; only their ratio counts. */
    readonly width: number;
    readonly height: number;
};

/** A file that a PDF carries, such as the XML of a Factur-X. */
export type DocumentAttachment = {
    readonly name: string;
    /** Text of the file. */
    readonly content: string;
    readonly mediaType: string;
    readonly description: string;
};

/** A document as it is rendered. */
export type Rendering = {
    readonly look: DocumentLook;
    /** Instant that the file names as its creation. */
    readonly createdAt: Date;
    readonly attachment?: DocumentAttachment | undefined;
};

/**
 * A document as a PDF/A-3a.
 * @throws DomainError `DOCUMENT_BUSY`; `DOCUMENT_FAILED` when it takes too long, or when the template refuses the data
 */
export async function renderDocument(
    typesetter: Pick<Typesetter, 'pdf'>, printed: PrintedDocument, { look, createdAt, attachment }: Rendering
): Promise<Uint8Array> {
    const payment = printed.payment && {
        ...printed.payment, qr: printed.payment.qr === null ? null : qrPicture(printed.payment.qr)
    };
    const ksef = printed.ksef && {
        ...printed.ksef,
        codes: printed.ksef.codes.map(({ label, content }) => ({ label, picture: qrPicture(content) }))
    };
    const logo = look.logo && { file: logoFile(look.logo), width: look.logo.width, height: look.logo.height };
    const job = {
        owner: look.organisationId,
        template: `${printed.template}.typ`,
        data: JSON.stringify({
            ...printed, payment, ksef, attachment: attachment ?? null,
            look: { accent: look.accent, footer: look.footer, logo: logo && { ...logo, file: logo.file.name } }
        }),
        files: logo === null ? [] : [logo.file],
        createdAtSeconds: Math.floor(createdAt.getTime() / 1_000)
    };
    return typesetter.pdf(job).catch((error: unknown) => {
        throw error instanceof TypesettingFault ? failed(job.template, error) : error;
    });
}

/** A logo as a file that templates read. */
export function logoFile({ mediaType, bytes }: Pick<DocumentLogo, 'mediaType' | 'bytes'>): TypesettingFile {
    return { name: mediaType === 'image/png' ? 'logo.png' : 'logo.jpg', bytes };
}

/** A failure whose cause is logged: without the texts that Typst quotes, which may be a customer's. */
function failed(template: string, { message }: TypesettingFault): DomainError {
    return new DomainError('DOCUMENT_FAILED', 'the document could not be set in type; the service logged the fault',
        { template }, { cause: new Error(message.replace(/"(?:[^"\\]|\\.)*"/g, '"…"')) });
}
