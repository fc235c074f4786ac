import { crc32, deflateSync } from 'node:zlib';

/** A chunk of a PNG: length, type, data and check sum. */
export function pngChunk(type: string, data: Buffer): Buffer {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A green PNG of a size in pixels, with further chunks before its pixels. */
export function pngOf(width: number, height: number, ...further: readonly Buffer[]): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2], 8);
    const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([0x14, 0x53, 0x2d]))]);
    const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
    return Buffer.concat([
        signature, pngChunk('IHDR', header), ...further, pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))
    ]);
}

/** A JPEG of 16 × 8 pixels in grey, made by libjpeg. */
export const greyJpeg = Buffer.from(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG'
    + 'kJ6jq62rZ4C8ybqmx5moq6T/wAALCAAIABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAA'
    + 'AAAA/9oACAEBAAA/AJB//9k=', 'base64');

/** The same in four colours of print. */
export const cmykJpeg = Buffer.from(
    '/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAbEhQXFBEbFxYXHhwbIChCKyglJShROj0wQmBVZWRfVV1baniZgWpxkHNbXYW1hpCe'
    + 'o6utq2eAvMm6pseZqKuk/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABYAAQEBAAAAAAAAAAAAAAAAAAAFBv/EABQQAQAAAAAA'
    + 'AAAAAAAAAAAAAAD/2gAOBEMATQBZAEsAAD8A0bQLq0AP/9k=', 'base64');
