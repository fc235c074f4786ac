import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { labelsOf } from '../labels.ts';
import { hashedName } from './hashed-name.ts';
import { container, podTemplate } from './pod.ts';
import { secretFiles } from './secret-files.ts';
import { serviceAccountName } from './service-account.ts';

/** The image of the build whose migrations run. */
export type MigrationProps = { readonly image: string };

const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } };

/**
 * Brings the schema up to this build. It is applied together with the Deployments, in no order: new pods do not get
 * ready before the schema is the one they need, and old pods keep serving on the new schema, as every migration must
 * allow.
 *
 * A Job can't be changed, so its name carries a hash of itself: the same build is the same Job, another build is
 * another Job. `Never` keeps the pod of each failed attempt, and with it the log that says why. The Job is removed a
 * day later; applied again after that, it runs again and finds nothing to do.
 */
export class Migration extends Construct {
    constructor(scope: Construct, id: string, { image }: MigrationProps) {
        super(scope, id);
        const labels = labelsOf('migrate', image);
        // It needs no secret besides the database, so it gets none.
        const secrets = secretFiles(['DATABASE_URL']);
        const spec: k8s.JobSpec = {
            backoffLimit: 6,
            activeDeadlineSeconds: 600,
            ttlSecondsAfterFinished: 86_400,
            template: podTemplate({
                labels,
                serviceAccountName,
                container: container({
                    name: 'migrate', image, args: ['migrate'], env: secrets.env, resources, mounts: [secrets.mount]
                }),
                volumes: [secrets.volume],
                more: { restartPolicy: 'Never' }
            })
        };
        new k8s.KubeJob(this, 'job', { metadata: { name: hashedName('invoices-migrate', spec), labels }, spec });
    }
}
