const days = /^(\d{1,3})(?: *(?:d|dni|dzień|days?))?$/iu;

const maxDays = 365;

/**
 * Days to pay that payment terms name, when they name nothing else: `14`, `14 dni`, `14 days`.
 * Any other text is printed as it is and sets no date.
 */
export function daysOfTerms(paymentTerms: string | null): number | undefined {
    const match = days.exec(paymentTerms?.trim() ?? '');
    const named = match === null ? undefined : Number(match[1]);
    return named !== undefined && named <= maxDays ? named : undefined;
}
