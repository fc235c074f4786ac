/**
 * The OpenAPI document against the service: requests are made from the document, valid ones and ones with one fault,
 * and every answer is checked by it. `docs/contract-test.md` tells how to read a failure.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scopes } from '../../app/foundation/vocabulary/scopes.ts';
import { operations, type Operation } from '../support/contract/api-document.ts';
import { invalidCases, validCases, type ContractCase } from '../support/contract/contract-case.ts';
import { faultByDocument, faultOfAnswer } from '../support/contract/document-validator.ts';
import { faultOfCase } from '../support/contract/expectations.ts';
import { givenClock } from '../support/given-server.ts';
import { givenOrganisation, type GivenOrganisation } from '../support/given-organisation.ts';
import type { Answered } from '../support/given-service.ts';
import type { RouteCall, Arrange } from '../support/route-matrix/matrix-row.ts';
import { sendTo } from '../support/route-matrix/route-call.ts';
import { matrix } from '../support/route-matrix/rows.ts';
import { useService } from '../support/use-service.ts';

/** The same requests in every run, unless CONTRACT_SEED asks for others. */
const seed = Number(process.env['CONTRACT_SEED'] ?? 20_261_129);
const cases = Number(process.env['CONTRACT_CASES'] ?? 2_000);
/** Requests beside one arranged thing: a change uses it up. */
const casesOfOneThing = 8;
const rounds = Math.ceil(cases / operations.length / casesOfOneThing);

const service = useService({ clock: givenClock() });
let sent = 0;
let succeeded = 0;

async function run(
    operation: Operation, owner: GivenOrganisation, call: RouteCall, round: number
): Promise<readonly string[]> {
    const options = { seed: seed + round, numRuns: casesOfOneThing / 2 };
    const valid = validCases(operation, call);
    const requests = [...fc.sample(valid, options), ...fc.sample(invalidCases(operation, valid), options)];
    const failures: string[] = [];
    for (const request of requests) {
        // A token of its own: one of the operations ends the session of its token.
        const send = await owner.as({ role: undefined, scope: scopes.join(' '), jti: randomUUID() });
        const answer = await sendTo(send, operation.route, routeCallOf(request), {
            headers: request.headers, ...(request.body === undefined ? {} : { body: request.body })
        });
        sent += 1;
        succeeded += answer.status < 300 ? 1 : 0;
        const fault = faultOfAnswer(operation.answers, answer) ?? faultOfCase(operation, request, answer);
        if (fault !== undefined) {
            failures.push(report(operation, request, answer, fault));
        }
    }
    return failures;
}

function routeCallOf({ params, query }: ContractCase): RouteCall {
    // The type of a row has one text a name; the address has one of each value.
    return { params, query: Object.entries(query).flatMap(([name, value]) =>
        [value].flat().map((entry) => [name, String(entry)])) as unknown as Record<string, string> };
}

function report({ route }: Operation, request: ContractCase, answer: Answered, fault: string): string {
    const shown = JSON.stringify({ ...request, fault: request.fault });
    return `${route}: ${fault}\n  request ${shown.slice(0, 1_500)}\n  answer ${answer.status} `
        + `${answer.text.slice(0, 2_500)}\n  seed ${seed} (CONTRACT_SEED)`;
}

const nothing: Arrange = () => Promise.resolve({});

describe('the OpenAPI document and the service agree on', () => {
    test.each(operations.map((operation) => [operation.route, operation] as const))('%s', async (route, operation) => {
        const row = matrix.find(([key]) => key === route)?.[1];
        const failures: string[] = [];

        for (let round = 0; round < rounds; round += 1) {
            // One organisation a round: some things, such as webhooks of one URL, it may have a few times only.
            const owner = await givenOrganisation(service);
            const call = await (row !== undefined && 'arrange' in row ? row.arrange : nothing)(owner, service);
            const refused = call.body === undefined || operation.body === undefined
                ? undefined : faultByDocument(operation.body, call.body);
            expect(refused).toBeUndefined();
            failures.push(...await run(operation, owner, call, round));
        }

        expect(failures.join('\n')).toBe('');
    }, 60_000);

    test('enough requests, of which enough come to success', () => {
        expect(sent).toBeGreaterThanOrEqual(cases);
        expect(succeeded / sent).toBeGreaterThan(0.2);
    });
});
