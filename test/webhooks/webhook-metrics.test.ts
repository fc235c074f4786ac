import { expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import { webhookMetrics } from '../../app/features/webhooks/webhook-metrics.ts';

test('the attempts of each outcome are counted from 0, so that the first event given up is an increase', async () => {
    const registry = new Registry();
    webhookMetrics(registry, async () => ({ unplacedSeconds: 0, pending: 0, oldestPendingSeconds: 0, paused: {} }));

    const text = await registry.metrics();

    expect(text.match(/^webhook_attempts_total.*$/gm)?.sort()).toEqual(
        ['delivered', 'failed', 'handed_back', 'pending'].map((outcome) =>
            `webhook_attempts_total{outcome="${outcome}"} 0`));
});
