/** Contrast that text of any size needs against its background. @see WCAG 2.2, success criterion 1.4.3 (level AA) */
export const minContrast = 4.5;

/** A colour `#rrggbb` in lower case; undefined for another text, and for a colour that is too light on white paper. */
export function parseAccentColor(text: string): string | undefined {
    return /^#[0-9a-f]{6}$/i.test(text) && contrastOf(text, '#ffffff') >= minContrast ? text.toLowerCase() : undefined;
}

/** The contrast of two colours `#rrggbb`, from 1 to 21. @see WCAG 2.2, contrast ratio */
export function contrastOf(one: string, other: string): number {
    const [light = 0, dark = 0] = [luminanceOf(one), luminanceOf(other)].sort((left, right) => right - left);
    return (light + 0.05) / (dark + 0.05);
}

/** The red, green and blue of a colour `#rrggbb`, each from 0 to 255. */
export function channelsOf(color: string): readonly number[] {
    return [1, 3, 5].map((place) => Number.parseInt(color.slice(place, place + 2), 16));
}

function luminanceOf(color: string): number {
    const [red = 0, green = 0, blue = 0] = channelsOf(color).map(linear);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The linear value of a channel of sRGB, 0 to 1. */
function linear(channel: number): number {
    const value = channel / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}
