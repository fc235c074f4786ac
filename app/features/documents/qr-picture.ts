import encodeQr from 'qr';

/** A QR code as SVG, with error correction of level M as both transfer codes and KSeF's ask. */
export function qrPicture(content: string): string {
    return encodeQr(content, 'svg', { ecc: 'medium', border: 2 });
}
