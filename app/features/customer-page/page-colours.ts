import { channelsOf, contrastOf, minContrast } from '../../domain/organisations/accent-color.ts';

/** Colours of a page that follow from the seller's accent, each `#rrggbb`. */
export type PageColours = {
    /** Accent on the light page, and behind white text. */
    readonly light: string;
    /** Accent on the dark page, and behind {@link darkPage} as the colour of a text. */
    readonly dark: string;
};

/** The darkest background of the light page, and the lightest of the dark one, as in `page.css`. */
const lightPage = '#f3f5f7';
const darkPage = '#1d232b';

/** Steps on the way to black or white. */
const steps = 40;

/**
 * The accent as it can be read in both colour schemes: darkened or lightened just as far as the contrast needs. Pure.
 * @param accent - `#rrggbb`
 */
export function pageColours(accent: string): PageColours {
    return { light: readable(accent, '#000000', lightPage), dark: readable(accent, '#ffffff', darkPage) };
}

function readable(colour: string, towards: string, background: string): string {
    for (let step = 0; step < steps; step += 1) {
        const mixed = mix(colour, towards, step / steps);
        if (contrastOf(mixed, background) >= minContrast) {
            return mixed;
        }
    }
    return towards;
}

function mix(colour: string, other: string, share: number): string {
    const others = channelsOf(other);
    return `#${channelsOf(colour).map((value, at) =>
        Math.round(value + ((others[at] ?? 0) - value) * share).toString(16).padStart(2, '0')).join('')}`;
}
