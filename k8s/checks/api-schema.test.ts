import { expect, test } from '@jest/globals';
import { schemaFaults, unknownFields } from './api-schema.ts';
import { environmentNames, manifestsOf, named, type Manifest } from './manifests.ts';

/** The compiler reads a few megabytes of types first. */
const compilerTimeoutMs = 120_000;

test.each(environmentNames)('every object of %s is what the Kubernetes API calls valid', (environment) => {
    expect(manifestsOf(environment).flatMap(schemaFaults)).toEqual([]);
});

test('no object has a field that the Kubernetes API does not know', () => {
    expect(unknownFields(environmentNames.flatMap(manifestsOf))).toEqual([]);
}, compilerTimeoutMs);

const budget = named(manifestsOf('production'), 'PodDisruptionBudget', 'invoices-service');

test('the schemas refuse a value of the wrong type, and a kind or version that is not there', () => {
    expect(schemaFaults({ ...budget, spec: { maxUnavailable: true } } as unknown as Manifest)).toHaveLength(1);
    expect(schemaFaults({ ...budget, apiVersion: 'policy/v1beta1' } as unknown as Manifest))
        .toEqual(['There is no PodDisruptionBudget in policy/v1beta1']);
});

test('a misspelt field is found, however deep', () => {
    const misspelt = {
        ...budget, spec: { ...budget.spec, selector: { matchLabel: { name: 'x' } } }
    } as unknown as Manifest;

    expect(unknownFields([misspelt]).join()).toContain('matchLabel');
}, compilerTimeoutMs);
