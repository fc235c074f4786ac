import type { Finding } from './finding.ts';

/** The report: one line with columns for each finding, then one line for all of them. */
export function reportOf(findings: readonly Finding[]): string {
    return [...findings.map(lineOf), closingLine(findings)].map((line) => `${line}\n`).join('');
}

/** Tells whether a finding is a failure. */
export function isWrong(findings: readonly Finding[]): boolean {
    return findings.some(({ verdict }) => verdict === 'FAIL');
}

function lineOf({ verdict, subject, text }: Finding): string {
    return `${verdict.padEnd(5)} ${subject.padEnd(18)} ${text.replace(/\p{C}/gu, ' ')}`;
}

function closingLine(findings: readonly Finding[]): string {
    const wrong = findings.filter(({ verdict }) => verdict === 'FAIL').map(({ subject }) => subject);
    return wrong.length === 0 ? 'All is well' : `Something is wrong with ${[...new Set(wrong)].join(', ')}`;
}
