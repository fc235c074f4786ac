import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ContentMap } from '../constructs/content-map.ts';
import { container, podTemplate, scratch, userId } from '../constructs/pod.ts';
import { components, labelsOf, selectorOf } from '../labels.ts';
import { postgresPort } from '../ports.ts';
import { database, developmentAccountName, images } from './development-values.ts';
import { probes } from './probes.ts';

const { name } = components.postgres;
const labels = labelsOf('postgres', images.postgres);
const selector = selectorOf('postgres');
const secretFolder = '/run/secrets/postgres';

/** Content of /etc/passwd: initdb wants its user's name, and the image has no user of this number. */
const passwd =
    `root:x:0:0:root:/root:/sbin/nologin\npostgres:x:${userId}:${userId}:postgres:/var/lib/postgresql:/sbin/nologin\n`;

/** The development database: one PostgreSQL with a volume that outlives it. */
export class Postgres extends Construct {
    constructor(scope: Construct, id: string) {
        super(scope, id);
        const secretName = 'postgres-secrets';
        const users = new ContentMap(this, 'users', { name: 'postgres-passwd', labels, content: { passwd } });
        new k8s.KubeSecret(this, 'secret', {
            metadata: { name: secretName, labels },
            type: 'Opaque',
            stringData: { POSTGRES_PASSWORD: database.password }
        });
        new k8s.KubeService(this, 'service', {
            metadata: { name, labels },
            // Headless: the name leads straight to the one pod.
            spec: {
                type: 'ClusterIP',
                clusterIp: 'None',
                selector,
                ports: [{
                    name: 'postgres', port: postgresPort,
                    targetPort: k8s.IntOrString.fromString('postgres'), protocol: 'TCP'
                }]
            }
        });
        new k8s.KubeStatefulSet(this, 'set', {
            metadata: { name, labels },
            spec: {
                replicas: 1,
                serviceName: name,
                selector: { matchLabels: selector },
                template: podTemplate({
                    labels,
                    serviceAccountName: developmentAccountName,
                    container: server,
                    volumes: [
                        { name: 'password', secret: { secretName, defaultMode: 0o440 } },
                        { name: 'users', configMap: { name: users.name } },
                        scratch('sockets')
                    ]
                }),
                volumeClaimTemplates: [{
                    metadata: { name: 'data', labels: selector },
                    spec: {
                        accessModes: ['ReadWriteOnce'],
                        resources: { requests: { storage: k8s.Quantity.fromString('1Gi') } }
                    }
                }]
            }
        });
    }
}

const server = container({
    name: 'postgres',
    image: images.postgres,
    env: {
        POSTGRES_USER: database.user,
        POSTGRES_DB: database.name,
        POSTGRES_PASSWORD_FILE: `${secretFolder}/POSTGRES_PASSWORD`,
        // Path where the image of PostgreSQL 18 keeps its data; it refuses a volume at /var/lib/postgresql/data.
        PGDATA: '/var/lib/postgresql/18/docker'
    },
    ports: { postgres: postgresPort },
    probes: {
        // Over TCP: while initdb works, a server without TCP answers on the socket.
        ...probes('postgres',
            { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', database.user, '-d', database.name] } }),
        startupProbe: {
            exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', database.user, '-d', database.name] },
            periodSeconds: 2,
            timeoutSeconds: 3,
            failureThreshold: 60
        }
    },
    // A connection that has prepared the service's statements holds 4 to 7 MB, and in a rollout there are up to 90 of
    // them, beside 128 MB of buffers.
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
    mounts: [
        { name: 'data', mountPath: '/var/lib/postgresql' },
        { name: 'sockets', mountPath: '/var/run/postgresql' },
        { name: 'password', mountPath: secretFolder, readOnly: true },
        { name: 'users', mountPath: '/etc/passwd', subPath: 'passwd', readOnly: true }
    ]
});
