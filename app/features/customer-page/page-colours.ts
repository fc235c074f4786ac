/** Colours of a page that follow from the seller's accent, each `#rrggbb`. */
export type PageColours = {
    /** Accent on the light page, and behind white text. */
    readonly light: string;
    /** Accent on the dark page, and behind {@link darkPage} as the colour of a text. */
    readonly dark: string;
};

/** Contrast that text needs (WCAG 2.2, 1.4.3). */
const minContrast = 4.5;

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

/** Contrast of two colours, from 1 to 21. @see WCAG 2.2, contrast ratio */
export function contrastOf(one: string, other: string): number {
    const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((left, right) => right - left);
    return (light + 0.05) / (dark + 0.05);
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

function channelsOf(colour: string): readonly number[] {
    return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function luminanceOf(colour: string): number {
    const [red = 0, green = 0, blue = 0] = channelsOf(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
