import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { UpstreamObserver } from './upstream-observer.ts';

const breakerValues = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Counts what happens between this service and the CRM's others. */
export function upstreamMetrics(registry: Registry): UpstreamObserver {
    const registers = [registry];
    const calls = new Counter({
        name: 'upstream_calls_total', help: 'HTTP exchanges with other services',
        labelNames: ['upstream', 'outcome'], registers
    });
    const duration = new Histogram({
        name: 'upstream_call_duration_seconds', help: 'Duration of HTTP exchanges with other services',
        labelNames: ['upstream'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5], registers
    });
    const breaker = new Gauge({
        name: 'upstream_breaker_state', help: 'Circuit breaker: 0 closed, 1 half-open, 2 open',
        labelNames: ['upstream'], registers
    });
    const cache = new Counter({
        name: 'upstream_cache_total', help: 'Values asked for, by where they came from',
        labelNames: ['upstream', 'outcome'], registers
    });
    return {
        called: (upstream, outcome, durationMs) => {
            calls.inc({ upstream, outcome });
            duration.observe({ upstream }, durationMs / 1_000);
        },
        breaker: (upstream, state) => breaker.set({ upstream }, breakerValues[state]),
        cache: (upstream, outcome) => cache.inc({ upstream, outcome })
    };
}
