import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { openMetrics } from '../../app/platform/observability/metrics.ts';
import { jobMetrics } from '../../app/platform/jobs/job-metrics.ts';
import { secretsObserver } from '../../app/platform/secrets/secrets-observer.ts';
import { mailMetrics } from '../../app/features/mail/mail-metrics.ts';
import { webhookMetrics } from '../../app/features/webhooks/webhook-metrics.ts';

type RuleFile = {
    readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[]
};

const operations = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8');
const { groups } = parse(
    await readFile(new URL('../../deploy/prometheus-rules.yaml', import.meta.url), 'utf8')
) as RuleFile;
const rules = groups.flatMap((group) => group.rules);

/** Names of all metrics of API and worker. */
function metricNames(): readonly string[] {
    const metrics = openMetrics({ version: '0', revision: '' });
    metrics.observePool({ totalCount: 0, idleCount: 0, waitingCount: 0 });
    metrics.observePlaces({ atWork: () => 0, waiting: () => 0 });
    jobMetrics(metrics.registry, async () => []);
    secretsObserver(metrics.registry, { error: () => undefined });
    mailMetrics(metrics.registry, async () => ({ waiting: 0, oldestSeconds: 0 }));
    webhookMetrics(metrics.registry, async () =>
        ({ unplacedSeconds: 0, pending: 0, oldestPendingSeconds: 0, paused: {} }));
    return metrics.registry.getMetricsAsArray().map(({ name }) => name).sort();
}

/** Words of a table's first column in backticks. */
function firstColumn(heading: string): readonly string[] {
    const table = operations.slice(operations.indexOf(heading)).split('\n\n')[0] ?? '';
    return table.split('\n').slice(2)
        .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name)).sort();
}

test('every metric is documented, and nothing else is', () => {
    expect(firstColumn('| metric |')).toEqual(metricNames());
});

test('every alert is documented, and nothing else is', () => {
    expect(firstColumn('| alert |')).toEqual(rules.map(({ alert }) => alert).sort());
});

test('an alert asks only for metrics that there are', () => {
    const asked = rules.flatMap(({ expr }) => [...expr.matchAll(/\b([a-z]\w*)\{/g)].map(([, name = '']) => name.replace(
        /_(count|bucket|sum)$/, '')));

    expect(asked.length).toBeGreaterThanOrEqual(rules.length);
    expect(asked.filter((name) => name !== 'up' && !metricNames().includes(name))).toEqual([]);
});
