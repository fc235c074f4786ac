import { ofKind, podsOf, type Manifest } from './manifests.ts';
import { mailSecretNames, secretNames } from '../secrets.ts';

/** Names of settings whose value is a secret, in any spelling. `…_FILE` only says where a secret is. */
const secretName = /password|passwd|secret|token|credential|private_?key|api_?key/i;
const fileName = /_FILE$/;
/** A URL with a password in it, a JWT, a key in PEM. */
const secretValues = [
    /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@]+@/i, /\beyJ[\w-]+\.eyJ/, /-----BEGIN [A-Z ]*PRIVATE KEY-----/
];

/**
 * Secrets in plain sight: in a ConfigMap, a variable, an argument or an annotation. Lists their names, never their
 * values.
 */
export function plainSecretFaults(manifests: readonly Manifest[]): readonly string[] {
    const maps = ofKind(manifests, 'ConfigMap').flatMap(({ metadata, data = {} }) =>
        Object.entries(data).map(([name, value]) =>
            ({ at: `ConfigMap/${metadata?.name ?? ''} ${name}`, name, value })));
    const variables = podsOf(manifests).flatMap(({ of, containers }) => containers.flatMap(({ env = [] }) =>
        env.map(({ name, value = '' }) => ({ at: `${of} ${name}`, name, value }))));
    const texts = podsOf(manifests).flatMap(({ of, containers, annotations }) =>
        [...containers.flatMap(({ args = [], command = [] }) => [...command, ...args]), ...Object.values(annotations)]
            .map((value) => ({ at: `${of} argument or annotation`, name: '', value })));

    return [...maps, ...variables, ...texts].filter(({ name, value }) => isSecret(name, value)).map(({ at }) => at);
}

function isSecret(name: string, value: string): boolean {
    const named = [...secretNames, ...mailSecretNames].some((secret) => secret === name)
        || (secretName.test(name) && !fileName.test(name));
    // Every Unix has a file of user names with that name; passwords have not been in it for thirty years.
    return (named && name !== 'passwd') || secretValues.some((pattern) => pattern.test(value));
}
