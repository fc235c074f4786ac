import fc from 'fast-check';
import { greyJpeg, pngOf } from '../pictures.ts';

/** Ids of which some lead to real things. */
export type KnownIds = readonly string[];

/** Numbers with right check digits, and other texts that no pattern makes; all of them are invented. */
const nips = ['1234563218', 'PL1234563218', '123-456-32-18'];
const vatIds = ['PL1234563218', 'DE136695976'];
const numbers: Readonly<Record<string, readonly string[]>> = {
    'nip': nips,
    'eu-vat-id': vatIds,
    'nip-or-eu-vat-id': [...nips, ...vatIds],
    'regon': ['192598184'],
    'iban': ['PL61109010140000071219812874', '61109010140000071219812874'],
    'dark-colour': ['#14532d', '#1F4E79', '#000000'],
    'picture': [pngOf(31, 9), pngOf(1, 1), greyJpeg].map((picture) => picture.toString('base64'))
};

const days = fc.integer({ min: 0, max: 36_524 })
    .map((day) => new Date(Date.UTC(2000, 0, 1) + day * 86_400_000).toISOString().slice(0, 10));
const nearDays = fc.integer({ min: -40, max: 10 })
    .map((day) => new Date(Date.UTC(2026, 10, 23) + day * 86_400_000).toISOString().slice(0, 10));
const dates = fc.oneof({ weight: 3, arbitrary: nearDays }, days);

/**
 * Texts of a format; undefined for a format that has no texts of its own, so that the pattern makes them.
 * @param known - Ids of which some lead to real things.
 */
export function formatted(format: string | undefined, known: KnownIds): fc.Arbitrary<string> | undefined {
    const listed = format === undefined ? undefined : numbers[format];
    if (listed !== undefined) {
        return fc.constantFrom(...listed);
    }
    switch (format) {
        case 'uuid':
            return known.length === 0
                ? fc.uuid() : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, fc.uuid());
        case 'date':
            return dates;
        case 'date-time':
            return dates.map((date) => `${date}T10:15:00Z`);
        case 'email':
            return fc.constantFrom('office@example.com', 'a.b+c@mail.example.com');
        case 'uri':
            return fc.integer({ min: 1, max: 9_999 }).map((number) => `https://hooks.example.com/${number}`);
        default:
            return undefined;
    }
}
