const days = /^(\d{1,3})(?: *(?:d|dni|dzień|days?))?$/iu;

const maxDays = 365;

/**
 * Number of days in payment terms that contain nothing else: `14`, `14 dni`, `14 days`.
 * Any other text is printed unchanged and sets no date.
 */
export function daysOfTerms(paymentTerms: string | null): number | undefined {
    const match = days.exec(paymentTerms?.trim() ?? '');
    const named = match === null ? undefined : Number(match[1]);
    return named !== undefined && named <= maxDays ? named : undefined;
}
