import { createHash } from 'node:crypto';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { LogoMediaType } from '../../foundation/vocabulary/logo-media-types.ts';
import type { LogoFacts } from './organisation.ts';

/** Maximum size of a logo in bytes: it is in every document. */
export const maxLogoBytes = 524_288;

/** Maximum width and height of a logo in pixels: more than paper shows of 62 mm at 600 dots an inch. */
export const maxLogoPixels = 2_000;

type Picture = Pick<LogoFacts, 'mediaType' | 'width' | 'height'>;

/**
 * The facts of a logo, read from its bytes: whatever the caller says of it counts nothing. Its pixels are not decoded
 * here.
 * @throws DomainError `VALIDATION_FAILED` for what is no PNG or JPEG, cut off, animated, in CMYK, or too large
 */
export function readLogo(bytes: Buffer): LogoFacts {
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
    return { ...picture, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
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
    if (bytes.length > 2 && bytes.readUInt16BE(0) === jpegMarkers.start) {
        return readJpeg(bytes);
    }
    throw refusedLogo('LOGO_NOT_A_PICTURE', 'must be a PNG or a JPEG: GIF, WebP, SVG and other formats are not taken');
}

/** Reads the chunks of a PNG. @see PNG (ISO/IEC 15948), 5.3 and 11.2; APNG's `acTL` */
function readPng(bytes: Buffer): Picture {
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
        if (type === 'IEND' && header !== undefined) {
            return { mediaType: 'image/png' satisfies LogoMediaType, ...header };
        }
        at += 12 + length;
    }
    throw cutOff();
}

/** Markers of a JPEG. @see ITU-T T.81, table B.1 */
const jpegMarkers = { start: 0xffd8, end: 0xffd9 } as const;

/** Markers of the frame header of every coding process: C0 to CF without the tables C4 and CC, and C8. */
const frameMarker = (marker: number): boolean =>
    marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Reads the segments of a JPEG up to its frame header. @see ITU-T T.81, annex B.2.2 */
function readJpeg(bytes: Buffer): Picture {
    for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff;) {
        const marker = bytes[at + 1] ?? 0;
        if (marker === 0xff) {
            at += 1;
            continue;
        }
        if (frameMarker(marker)) {
            assertColours(bytes[at + 9] ?? 0);
            assertEnded(bytes);
            return { mediaType: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
        }
        at += 2 + bytes.readUInt16BE(at + 2);
    }
    throw cutOff();
}

function assertColours(components: number): void {
    if (components !== 1 && components !== 3) {
        throw refusedLogo('LOGO_COLOURS', 'must be in grey or RGB: save it again without CMYK');
    }
}

/** Some programs put zeros behind the end. */
function assertEnded(bytes: Buffer): void {
    let last = bytes.length - 1;
    while (bytes[last] === 0) {
        last -= 1;
    }
    if (bytes.readUInt16BE(last - 1) !== jpegMarkers.end) {
        throw cutOff();
    }
}

function cutOff(): Error {
    return refusedLogo('LOGO_UNREADABLE', 'is a damaged picture: its end is missing');
}
