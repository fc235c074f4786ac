import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/clone.mjs';
import { freePort } from '../../../scripts/ports.mjs';
import { eventually } from '../../support/eventually.ts';
import { attempt, command, type Ended } from '../command.ts';

/** All services of the compose file, from a clean clone, beside other containers of this machine. */
export type Stack = {
    /** Folder of the clone. */
    readonly folder: string;
    /** Name of the project, by which Docker labels its containers. */
    readonly project: string;
    readonly gatewayPort: number;
    readonly servicePort: number;
    readonly debugPort: number;
    readonly env: Readonly<Record<string, string>>;
    /** Runs `docker compose …`. @throws Error when it fails */
    readonly compose: (...args: readonly string[]) => Promise<string>;
    readonly attemptCompose: (...args: readonly string[]) => Promise<Ended>;
    /** Name of a service's container. */
    readonly containerOf: (service: string) => Promise<string>;
    /** Waits until every service with a health check is healthy. @throws Error naming those that are not */
    readonly untilHealthy: () => Promise<void>;
    readonly remove: () => Promise<void>;
};

/** Version that the images of this run report. */
export const version = '9.8.7-e2e';

const project = `invoices-e2e-${process.pid}`;
const healthLimitMs = 120_000;
const pollMs = 500;

/** Images of this run, with names of their own, so that a developer's stay as they are. */
export const images = {
    production: 'invoices-service:e2e', standins: 'invoices-service-standins:e2e',
    development: 'invoices-service-development:e2e', developmentWorker: 'invoices-worker-development:e2e'
} as const;

/** Clones the last commit and chooses free ports. Nothing is started. */
export async function openStack(): Promise<Stack> {
    const folder = mkdtempSync(join(tmpdir(), 'invoices-service-e2e-'));
    // Containers run as other users, and read the gateway's template in here.
    chmodSync(folder, 0o755);
    await command('git', ['clone', '--quiet', root, folder]);
    const [gatewayPort, servicePort, metricsPort, debugPort, workerDebugPort] =
        [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
    const env = {
        COMPOSE_PROJECT_NAME: project, GATEWAY_PORT: String(gatewayPort), INVOICES_PORT: String(servicePort),
        METRICS_PORT: String(metricsPort), DEBUG_PORT: String(debugPort), WORKER_DEBUG_PORT: String(workerDebugPort),
        CRM_NETWORK: project, CRM_SUBNET: '172.30.9.0/24', CRM_ADDRESSES: '172.30.9.128/25',
        INVOICES_ADDRESS: '172.30.9.2', GATEWAY_ADDRESS: '172.30.9.3',
        // As in production: it has to fit into the grace period of containers.
        SHUTDOWN_DRAIN_MS: '6000',
        // Load comes from one subject as fast as it can.
        RATE_LIMITS: 'off',
        INVOICES_IMAGE: images.production, STANDINS_IMAGE: images.standins, DEVELOPMENT_IMAGE: images.development,
        DEVELOPMENT_WORKER_IMAGE: images.developmentWorker, CONTAINER_PREFIX: `${project}-`,
        VERSION: version,
        REVISION: (await command('git', ['rev-parse', 'HEAD'], { cwd: root })).trim()
    };
    const compose = (...args: readonly string[]) => command('docker', ['compose', ...args], { cwd: folder, env });
    return {
        folder, project, gatewayPort, servicePort, debugPort, env, compose,
        attemptCompose: (...args) => attempt('docker', ['compose', ...args], { cwd: folder, env }),
        containerOf: async (service) => (await compose('ps', '--quiet', '--all', service)).trim(),
        untilHealthy: () => untilHealthy(compose),
        remove: async () => {
            await attempt(
                'docker', ['compose', 'down', '--volumes', '--remove-orphans', '--timeout', '5'], { cwd: folder, env });
            rmSync(folder, { recursive: true, force: true });
        }
    };
}

/** State of each container that is not a finished one-shot, as `docker compose ps` shows it. */
export async function unhealthy(compose: Stack['compose']): Promise<readonly string[]> {
    const rows = (await compose('ps', '--all', '--format', '{{.Service}}|{{.State}}|{{.Health}}|{{.ExitCode}}')).trim()
        .split('\n');
    const finished = ['migrate', 'example-data'];
    return rows.flatMap((row) => {
        const [service = '', state, health, exitCode] = row.split('|');
        const well = finished.includes(service)
            ? state === 'exited' && exitCode === '0' : state === 'running' && health === 'healthy';
        return well ? [] : [`${service} is ${state} ${health} ${exitCode}`];
    });
}

async function untilHealthy(compose: Stack['compose']): Promise<void> {
    await eventually('every container to be healthy', () => unhealthy(compose),
        { within: healthLimitMs, every: pollMs, until: ({ length }) => length === 0 });
}
