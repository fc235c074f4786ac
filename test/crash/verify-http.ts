import type { Tokens } from './callers.ts';
import type { Checks } from '../support/checks.ts';
import { openCaller, type Caller } from '../support/http-caller.ts';

type Audit = {
    readonly gapless: boolean;
    readonly gaps: readonly unknown[];
    readonly duplicates: readonly unknown[];
    readonly orderViolations: readonly unknown[];
};

/** Checks the numbering as an accountant would: GET /invoices/numbering/{series}/audit of every series. */
export async function verifyByHttp(port: number, tokens: Tokens, checks: Checks): Promise<void> {
    const caller = openCaller(port);
    try {
        for (const [organisation, token] of tokens) {
            const { data } = await read<{ data: readonly { id: string }[] }>(caller, token, '/invoices/numbering');
            for (const { id } of data) {
                const audit = await read<Audit>(caller, token, `/invoices/numbering/${id}/audit`);
                const findings = [...audit.gaps, ...audit.duplicates, ...audit.orderViolations];
                const faults = audit.gapless && findings.length === 0 ? [] : [JSON.stringify(audit)];
                checks.expectNone(`the service's own audit of ${organisation} ${id}`, faults);
            }
        }
    } finally {
        caller.close();
    }
}

async function read<Body>(caller: Caller, token: string, path: string): Promise<Body> {
    const answer = await caller.send({ method: 'GET', path, token });
    if (typeof answer === 'string' || answer.status !== 200)
        throw new Error(`GET ${path} failed: ${typeof answer === 'string' ? answer : answer.text}`);
    // The API tests check these answers against their schema.
    return JSON.parse(answer.text) as Body;
}
