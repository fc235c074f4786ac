import * as abn from 'stdnum/lib/cjs/au/abn.js';
import * as belgian from 'stdnum/lib/cjs/be/vat.js';
import * as norwegian from 'stdnum/lib/cjs/no/orgnr.js';
import * as swedish from 'stdnum/lib/cjs/se/orgnr.js';
import type { EEndpoint } from './e-invoice.ts';

/** Schemes that Peppol delivers to. @see PEPPOL-EN16931-CL008 (list of 2026-05) */
const peppolSchemes: ReadonlySet<string> = new Set((
    '0002 0007 0009 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 0192 0195 0196 0198 0199 '
    + '0200 0201 0204 0208 0209 0210 0211 0216 0218 0221 0225 0230 0235 0240 0242 0244 0245 0246 0248 9910 9913 9914 '
    + '9915 9918 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 '
    + '9940 9941 9942 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959'
).split(' '));

/** Schemes of the list EAS beside those of Peppol. @see EN 16931 BR-CL-25 (schematron 1.3.16) */
const otherSchemes: ReadonlySet<string> = new Set((
    '0037 0147 0154 0158 0170 0177 0193 0194 0202 0203 0205 0212 0213 0215 0217 0219 0220 AN AQ AS AU EM'
).split(' '));

/** Tells whether a scheme is one of the list EAS (EN 16931 BR-CL-25). */
export function isAddressScheme(scheme: string): boolean {
    return peppolSchemes.has(scheme) || otherSchemes.has(scheme);
}

/** Tells whether Peppol delivers to addresses of a scheme (PEPPOL-EN16931-CL008). */
export function isPeppolScheme(scheme: string): boolean {
    return peppolSchemes.has(scheme);
}

type FormRule = { readonly rule: string; readonly holds: (id: string) => boolean };

/** Forms of addresses that Peppol checks, by scheme. @see PEPPOL-COMMON-R040 to R053 */
const forms: Readonly<Record<string, FormRule>> = {
    '0088': { rule: 'PEPPOL-COMMON-R040', holds: isGln },
    '0192': { rule: 'PEPPOL-COMMON-R041', holds: (id) => /^\d{9}$/.test(id) && norwegian.validate(id).isValid },
    '0184': { rule: 'PEPPOL-COMMON-R042', holds: (id) => /^(DK)?\d{8}$/.test(id) },
    '0096': { rule: 'PEPPOL-COMMON-R052', holds: (id) => /^\d{10}$/.test(id) },
    '0198': { rule: 'PEPPOL-COMMON-R053', holds: (id) => /^DK\d{8}$/.test(id) },
    '0208': { rule: 'PEPPOL-COMMON-R043', holds: (id) => /^\d{10}$/.test(id) && belgian.validate(id).isValid },
    '0007': { rule: 'PEPPOL-COMMON-R049', holds: (id) => /^\d{10}$/.test(id) && swedish.validate(id).isValid },
    '0151': { rule: 'PEPPOL-COMMON-R050', holds: (id) => /^\d{11}$/.test(id) && abn.validate(id).isValid }
};

/** The rule of Peppol that an address breaks by its form; undefined where it has the form of its scheme. */
export function brokenFormOf({ scheme, id }: EEndpoint): string | undefined {
    const form = forms[scheme];
    return form === undefined || form.holds(id) ? undefined : form.rule;
}

/** A Global Location Number: digits whose last one is the check digit of GS1, weights 3 and 1 from the right. */
function isGln(id: string): boolean {
    const digits = [...id].reverse().map(Number);
    const sum = digits.reduce((total, digit, place) => total + digit * (place % 2 === 1 ? 3 : 1), 0);
    return /^\d+$/.test(id) && sum % 10 === 0;
}
