import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Job } from 'kubernetes-models/batch/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Secret, Service, ServiceAccount } from 'kubernetes-models/v1';
import ts from 'typescript';
import { root } from '../../scripts/clone.mjs';
import type { Manifest } from './manifests.ts';

type Model = {
    readonly apiVersion: string;
    readonly kind: string;
    /**
     * Takes any object: `validate` checks that the object is what the class wants, so the types don't check it first.
     */
    new(data: never): { validate(): void };
};

/** Model classes by the module that also has their types. */
const models: Readonly<Record<string, readonly Model[]>> = {
    'apps/v1': [Deployment, StatefulSet],
    'autoscaling/v2': [HorizontalPodAutoscaler],
    'batch/v1': [Job],
    'networking.k8s.io/v1': [NetworkPolicy],
    'policy/v1': [PodDisruptionBudget],
    'v1': [ConfigMap, Secret, Service, ServiceAccount]
};

/** Faults of an object by the schemas of the Kubernetes API (its OpenAPI document, by way of kubernetes-models). */
export function schemaFaults(manifest: Manifest): readonly string[] {
    // eslint-disable-next-line @typescript-eslint/naming-convention -- a class
    const Known = models[manifest.apiVersion]?.find(({ kind }) => kind === manifest.kind);
    if (Known === undefined) return [`There is no ${manifest.kind} in ${manifest.apiVersion}`];
    try {
        new Known(manifest as never).validate();
        return [];
    } catch (error) {
        return [error instanceof Error ? error.message : String(error)];
    }
}

/**
 * Fields that the API does not have. The schemas accept them, and a cluster drops them in silence, so a misspelt one
 * would simply have no effect. The TypeScript types of the same document refuse them only in objects written as
 * literals.
 */
export function unknownFields(manifests: readonly Manifest[]): readonly string[] {
    const file = `${root}manifests-as-literals.ts`;
    const source = manifests.map((manifest, index) =>
        `export const manifest${index}: import('kubernetes-models/${manifest.apiVersion}').I${manifest.kind} = `
            + `${JSON.stringify(manifest)};`).join('\n');
    const options: ts.CompilerOptions = {
        strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es2024.d.ts'],
        module: ts.ModuleKind.NodeNext
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => name === file || fileExists(name);
    host.getSourceFile = (name, target) =>
        (name === file ? ts.createSourceFile(name, source, target) : getSourceFile(name, target));
    const program = ts.createProgram([file], options, host);
    return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ messageText }) =>
        ts.flattenDiagnosticMessageText(messageText, '\n'));
}
