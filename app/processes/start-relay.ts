import type { Dependencies } from './dependencies.ts';
import { addressGuard, resolveLocal, resolvePublic } from '../features/webhooks/address-guard.ts';
import { startRelay, type Relay } from '../features/webhooks/relay.ts';
import { sendingLimits, type Transport } from '../features/webhooks/send-webhook.ts';
import type { WebhookObserver } from '../features/webhooks/webhook-observer.ts';

/** Transport of webhooks according to the configuration. */
function transportOf({ webhooks: { allowPrivate }, port, metricsPort }: Dependencies['config']): Transport {
    return {
        ...sendingLimits, allowPrivate, guard: addressGuard({ allowPrivate, ownPorts: [port, metricsPort] }),
        resolve: allowPrivate ? resolveLocal : resolvePublic
    };
}

/** Starts the relay of events in a worker. */
export function relayEvents(
    { config, database, clock, health, log, secrets }: Dependencies, observer: WebhookObserver
): Relay {
    return startRelay({
        database, clock, log, observer, secrets, transport: transportOf(config), random: Math.random,
        version: config.version, ready: async () => (await health.readiness()).ready, graceMs: config.shutdownTimeoutMs
    });
}
