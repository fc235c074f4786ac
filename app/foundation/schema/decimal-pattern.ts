/** Maximum digits before the point, as the parser of decimals has it. */
const maxWholeDigits = 18;

/**
 * Pattern of an exact decimal in plain notation.
 * @param decimals - Maximum number of decimals.
 * @param min - Minimum as text; one above 0 must be the smallest step, such as 0.01 with 2 decimals.
 * @param max - Maximum as text: nines such as 999, or a power of ten such as 100.
 * @throws Error for other bounds, which no short pattern says
 */
export function decimalPattern(decimals: number, min: string | undefined, max: string | undefined): string {
    const fraction = decimals === 0 ? '' : `(\\.[0-9]{1,${decimals}})?`;
    const sign = min === undefined || min.startsWith('-') ? '-?' : '';
    return `^${withoutZero(decimals, min)}${withoutMore(decimals, max)}${sign}${wholeUpTo(max)}${fraction}$`;
}

function withoutZero(decimals: number, min: string | undefined): string {
    if (min === undefined || !(Number(min) > 0)) {
        return '';
    }
    if (Number(min) !== Number(`1e-${decimals}`)) {
        throw new Error(`There is no pattern for decimals from ${min}`);
    }
    return '(?!0(\\.0*)?$)';
}

/** Refuses decimals that go beyond a whole maximum: `100.01`. */
function withoutMore(decimals: number, max: string | undefined): string {
    return decimals === 0 || max === undefined || max.includes('.') ? '' : `(?!${max}\\.0*[1-9])`;
}

function wholeUpTo(max: string | undefined): string {
    const [whole = '', fraction] = (max ?? '9'.repeat(maxWholeDigits)).split('.');
    const isNines = /^9+$/.test(whole) && /^9*$/.test(fraction ?? '');
    if (!isNines && !(/^10*$/.test(whole) && fraction === undefined)) {
        throw new Error(`There is no pattern for decimals up to ${whole}.${fraction ?? '0'}`);
    }
    const below = `0|[1-9][0-9]{0,${whole.length - (isNines ? 1 : 2)}}`;
    return isNines ? `(${below})` : `(${below}|${whole})`;
}
