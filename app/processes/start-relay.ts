import type { Dependencies } from './dependencies.ts';
import { startRelay, type Relay } from '../features/webhooks/relay.ts';
import type { WebhookObserver } from '../features/webhooks/webhook-observer.ts';
import { webhookTransport } from '../features/webhooks/webhook-transport.ts';

/** Starts the relay of events in a worker. */
export function relayEvents(
    { config, database, clock, health, log, secrets }: Dependencies, observer: WebhookObserver
): Relay {
    return startRelay({
        database, clock, log, observer, secrets, random: Math.random, version: config.version,
        transport: webhookTransport(config),
        ready: async () => (await health.readiness()).ready, graceMs: config.shutdownTimeoutMs
    });
}
