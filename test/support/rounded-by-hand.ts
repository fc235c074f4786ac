/**
 * A quotient rounded half away from zero, computed as on paper: digit after digit by repeated subtraction, one digit
 * past the point, and up when that digit is 5 or more. Slow, and deliberately unlike the arithmetic that it checks.
 */
export function roundedByHand(numerator: bigint, denominator: bigint): bigint {
    const isNegative = String(numerator).startsWith('-') !== String(denominator).startsWith('-');
    const divisor = BigInt(String(denominator).replace('-', ''));
    const dividendAndOneDecimal = `${String(numerator).replace('-', '')}0`;

    let remainder = 0n;
    let quotient = '';
    for (const digit of dividendAndOneDecimal) {
        remainder = BigInt(`${remainder}${digit}`);
        let times = 0;
        while (remainder >= divisor) {
            remainder -= divisor;
            times += 1;
        }
        quotient += String(times);
    }

    const whole = BigInt(quotient.slice(0, -1));
    const rounded = quotient.slice(-1) >= '5' ? whole + 1n : whole;
    return isNegative ? -rounded : rounded;
}
