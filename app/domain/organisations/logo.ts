import { createHash } from 'node:crypto';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { LogoMediaType } from '../../foundation/vocabulary/logo-media-types.ts';
import type { LogoFacts } from './organisation.ts';

/** Maximum size of a logo in bytes: it is in every document. */
export const maxLogoBytes = 524_288;

/** Maximum width and height of a logo in pixels: more than paper shows of 62 mm at 600 dots an inch. */
export const maxLogoPixels = 2_000;

/** A picture without what no document shows. */
type Picture = Pick<LogoFacts, 'mediaType' | 'width' | 'height'> & { readonly bytes: Buffer };

/**
 * A logo as it is stored, read from its bytes: whatever the caller says of it counts nothing. Its pixels are not
 * decoded here. Parts that no document shows are left out: colour profiles, which may be damaged or grow a thousandfold
 * when they are unpacked, and texts, which may tell of its maker.
 * @throws DomainError `VALIDATION_FAILED` for what is no PNG or JPEG, cut off, animated, in CMYK, or too large
 */
export function readLogo(bytes: Buffer): LogoFacts & { readonly bytes: Buffer } {
    if (bytes.length > maxLogoBytes) {
        throw refusedLogo('LOGO_TOO_LARGE',
            `must have at most ${maxLogoBytes} bytes (512 kB), and has ${bytes.length}`);
    }
    const picture = pictureOf(bytes);
    const { width, height } = picture;
    if (width < 1 || height < 1 || width > maxLogoPixels || height > maxLogoPixels) {
        throw refusedLogo('LOGO_TOO_LARGE',
            `must have 1 to ${maxLogoPixels} pixels a side, and has ${width} × ${height}`);
    }
    return {
        ...picture, size: picture.bytes.length, sha256: createHash('sha256').update(picture.bytes).digest('hex')
    };
}

/** The error for a logo that is not taken. @param clause - Continues a sentence that begins with the field. */
export function refusedLogo(code: string, clause: string): Error {
    return refusedField('VALIDATION_FAILED', 'content', clause, code);
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function pictureOf(bytes: Buffer): Picture {
    if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) {
        return readPng(bytes);
    }
    if (bytes[0] === 0xff && bytes[1] === jpegMarkers.start) {
        return readJpeg(bytes);
    }
    throw refusedLogo('LOGO_NOT_A_PICTURE', 'must be a PNG or a JPEG: GIF, WebP, SVG and other formats are not taken');
}

/** Chunks of a PNG that its pixels and their colours are made of. @see PNG (ISO/IEC 15948), 11.2 and 11.3 */
const shownChunks = ['IHDR', 'PLTE', 'tRNS', 'sRGB', 'gAMA', 'IDAT', 'IEND'];

/** Reads the chunks of a PNG. @see PNG (ISO/IEC 15948), 5.3 and 11.2; APNG's `acTL` */
function readPng(bytes: Buffer): Picture {
    const kept: Buffer[] = [pngSignature];
    let header: Pick<Picture, 'width' | 'height'> | undefined;
    for (let at = pngSignature.length; at + 12 <= bytes.length;) {
        const type = bytes.toString('latin1', at + 4, at + 8);
        const length = bytes.readUInt32BE(at);
        if (at + 12 + length > bytes.length) {
            break;
        }
        if (type === 'IHDR' && length >= 8) {
            header = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
        }
        if (type === 'acTL') {
            throw refusedLogo('LOGO_ANIMATED', 'must be one picture: an animated one is not taken');
        }
        if (shownChunks.includes(type)) {
            kept.push(bytes.subarray(at, at + 12 + length));
        }
        if (type === 'IEND' && header !== undefined) {
            return { mediaType: 'image/png' satisfies LogoMediaType, ...header, bytes: Buffer.concat(kept) };
        }
        at += 12 + length;
    }
    throw cutOff();
}

/** Markers of a JPEG. @see ITU-T T.81, table B.1 */
const jpegMarkers = { start: 0xd8, scan: 0xda, end: 0xd9 } as const;

/** Markers of the frame header of every coding process: C0 to CF without the tables C4 and CC, and C8. */
const frameMarker = (marker: number): boolean =>
    marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/**
 * Markers of the segments that no document shows: a profile of colours (APP2), what programs note (APP3 to APP13,
 * APP15), and comments. JFIF (APP0), the way up (Exif in APP1) and the kind of colours (APP14) stay.
 */
const unshownMarker = (marker: number): boolean =>
    (marker >= 0xe2 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;

/** Reads the segments of a JPEG up to its end. @see ITU-T T.81, annex B.2 */
function readJpeg(bytes: Buffer): Picture {
    const kept = [bytes.subarray(0, 2)];
    let frame: Pick<Picture, 'width' | 'height'> | undefined;
    for (let at = 2; at + 2 <= bytes.length && bytes[at] === 0xff;) {
        const marker = bytes[at + 1] ?? 0;
        if (marker === 0xff) {
            at += 1;
            continue;
        }
        const next = endOfSegment(bytes, at, marker);
        if (frameMarker(marker)) {
            assertColours(bytes[at + 9] ?? 0);
            frame = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
        }
        if (!unshownMarker(marker)) {
            kept.push(bytes.subarray(at, next));
        }
        if (marker === jpegMarkers.end && frame !== undefined) {
            return { mediaType: 'image/jpeg', ...frame, bytes: Buffer.concat(kept) };
        }
        at = next;
    }
    throw cutOff();
}

/** End of a segment: that of a scan has its pixels behind it. */
function endOfSegment(bytes: Buffer, at: number, marker: number): number {
    if (marker === jpegMarkers.end) {
        return at + 2;
    }
    const end = at + 4 <= bytes.length ? at + 2 + bytes.readUInt16BE(at + 2) : bytes.length;
    if (end >= bytes.length || (frameMarker(marker) && end < at + 10)) {
        throw cutOff();
    }
    return marker === jpegMarkers.scan ? endOfPixels(bytes, end) : end;
}

/** End of the pixels of a scan: a 0xff that no 0 and no marker of a restart (D0 to D7) follows. */
function endOfPixels(bytes: Buffer, from: number): number {
    for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
        const marker = bytes[at + 1] ?? 0;
        if (marker !== 0 && (marker < 0xd0 || marker > 0xd7)) {
            return at;
        }
    }
    return bytes.length;
}

function assertColours(components: number): void {
    if (components !== 1 && components !== 3) {
        throw refusedLogo('LOGO_COLOURS', 'must be in grey or RGB: save it again without CMYK');
    }
}

function cutOff(): Error {
    return refusedLogo('LOGO_UNREADABLE', 'is a damaged picture: its end is missing');
}
