import type { k8s } from 'cdk8s-plus-27';
import type { Settings } from '../settings.ts';
import { secretNames, secretName, type SecretName } from '../secrets.ts';

/**
 * Secrets that API and worker of an environment are given. With published keys there is no secret to sign tokens with.
 */
export function serviceSecretNames({ keys, mail }: Pick<Settings, 'keys' | 'mail'>): readonly SecretName[] {
    const names = keys === undefined ? secretNames : secretNames.filter((name) => name !== 'JWT_SECRET');
    return mail === undefined ? names : [
        ...names, 'SMTP_URL', ...mail.dkim === undefined ? [] : ['MAIL_DKIM_KEY'] as const,
        ...mail.bounces === true ? ['MAIL_BOUNCE_SECRET'] as const : []
    ];
}

const folder = '/run/secrets/invoices';

/** Secrets of a container: a volume, its mount, and the variables that name the files. */
export type SecretFiles = {
    readonly volume: k8s.Volume;
    readonly mount: k8s.VolumeMount;
    readonly env: Readonly<Record<string, string>>;
};

/**
 * The named secrets, and no others, as files. Unlike variables, files are not inherited by child processes and do not
 * show in `kubectl describe`, in /proc or in a crash report.
 */
export function secretFiles(names: readonly SecretName[]): SecretFiles {
    return {
        volume: {
            name: 'secrets',
            secret: { secretName, defaultMode: 0o440, items: names.map((name) => ({ key: name, path: name })) }
        },
        mount: { name: 'secrets', mountPath: folder, readOnly: true },
        env: Object.fromEntries(names.map((name) => [`${name}_FILE`, `${folder}/${name}`]))
    };
}
