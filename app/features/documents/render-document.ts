import encodeQr from 'qr';
import type { PrintedDocument } from '../../domain/printing/printed-document.ts';
import type { Typesetter } from '../../platform/typesetting/typesetter.ts';

/** Look of an organisation's documents. */
export type DocumentLook = {
    /** Colour of rules and numbers, `#rrggbb`. */
    readonly accent: string;
    /** Text at the foot of each page, such as the court of registration; empty: none. */
    readonly footer: string;
};

/** A document as a PDF/A-3a. @throws DomainError those of {@link Typesetter} */
export function renderDocument(
    typesetter: Typesetter, printed: PrintedDocument, look: DocumentLook, createdAt: Date
): Promise<Uint8Array> {
    const payment = printed.payment && {
        ...printed.payment, qr: printed.payment.qr === null ? null : qrPicture(printed.payment.qr)
    };
    return typesetter.pdf({
        template: `${printed.template}.typ`,
        data: JSON.stringify({ ...printed, payment, look: { ...look, logo: null } }),
        createdAtSeconds: Math.floor(createdAt.getTime() / 1_000)
    });
}

/** A QR code as SVG, with error correction of level M as both transfer codes ask. */
function qrPicture(content: string): string {
    return encodeQr(content, 'svg', { ecc: 'medium', border: 2 });
}
