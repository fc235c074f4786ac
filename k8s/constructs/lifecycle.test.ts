import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { QueuePolicy } from '../../app/platform/jobs/queue-policy.ts';
import { queues } from '../../app/platform/jobs/queues.ts';
import { environmentNames, manifestsOf, ofKind, podsOf, type Pods } from '../checks/manifests.ts';
import { shutdown } from './lifecycle.ts';

const ours = (environment: (typeof environmentNames)[number]): readonly Pods[] =>
    podsOf(manifestsOf(environment)).filter(({ of }) =>
        of === 'Deployment/invoices-service' || of === 'Deployment/invoices-worker');

const settingsOf = (environment: (typeof environmentNames)[number]) =>
    ofKind(manifestsOf(environment), 'ConfigMap')
        .find(({ metadata }) => metadata?.name?.startsWith('invoices-config-'))?.data ?? {};

test.each(environmentNames)(
    'in %s one probe period < drain, and drain + hold + linger + requests under way < grace', (environment) => {
        const { SHUTDOWN_DRAIN_MS, SHUTDOWN_TIMEOUT_MS } = settingsOf(environment);
        const drainMs = Number(SHUTDOWN_DRAIN_MS);
        const maxStopMs = drainMs + shutdown.holdMs + shutdown.lingerMs + Number(SHUTDOWN_TIMEOUT_MS);

        expect(ours(environment)).toHaveLength(2);
        for (const { spec } of ours(environment)) {
            expect((spec.containers[0]?.readinessProbe?.periodSeconds ?? Infinity) * 1_000).toBeLessThan(drainMs);
            expect(maxStopMs).toBe(18_000);
            // A third of the grace is left, for closing connections on a busy node.
            expect(maxStopMs).toBeLessThanOrEqual((spec.terminationGracePeriodSeconds ?? 0) * 1_000 * 2 / 3);
        }
    });

test.each(environmentNames)(
    'in %s a worker has time for jobs under way and for the answer to an e-mail that is on its way', (environment) => {
        const endingSeconds = Math.max(...Object.values<QueuePolicy>(queues).map(({ endingSeconds: of = 0 }) => of));
        const maxStopMs = Number(settingsOf(environment).SHUTDOWN_TIMEOUT_MS) + endingSeconds * 1_000;

        expect(maxStopMs).toBe(18_000);
        expect(maxStopMs).toBeLessThanOrEqual(shutdown.graceSeconds * 1_000 * 2 / 3);
    });

test('hold and linger are those of the service', async () => {
    const source = await readFile(new URL('../../app/platform/http/quiet-close.ts', import.meta.url), 'utf8');
    const constant = (name: string) =>
        Number(new RegExp(`const ${name} = ([\\d_]+);`).exec(source)?.[1]?.replaceAll('_', ''));

    expect({ holdMs: constant('maxHoldMs'), lingerMs: constant('lingerMs') })
        .toEqual({ holdMs: shutdown.holdMs, lingerMs: shutdown.lingerMs });
});

test.each(environmentNames)('in %s API and worker are asked three things with three patiences', (environment) => {
    for (const { spec } of ours(environment)) {
        const [container] = spec.containers;
        const { startupProbe, livenessProbe, readinessProbe } = container ?? {};

        expect(startupProbe).toMatchObject({
            httpGet: { path: '/health/liveness', port: 'http' }, periodSeconds: 2, failureThreshold: 30
        });
        expect(livenessProbe).toMatchObject({
            httpGet: { path: '/health/liveness', port: 'http' }, periodSeconds: 10,
            timeoutSeconds: 3, failureThreshold: 3
        });
        expect(readinessProbe).toMatchObject({
            httpGet: { path: '/health/readiness', port: 'http' }, periodSeconds: 5,
            timeoutSeconds: 2, failureThreshold: 2
        });
        expect(container?.ports).toEqual([{ name: 'http', containerPort: 3008, protocol: 'TCP' }, {
            name: 'metrics', containerPort: 9464, protocol: 'TCP'
        }]);
    }
});

test.each(environmentNames)('in %s a rollout takes no pod away before another is ready', (environment) => {
    for (const { workload } of ours(environment)) {
        expect(workload.spec).toMatchObject({
            strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
            minReadySeconds: 3,
            progressDeadlineSeconds: 120
        });
    }
});
