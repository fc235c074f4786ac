import type { Config } from '../../platform/config/config.ts';
import { addressGuard, resolveLocal, resolvePublic } from './address-guard.ts';
import { sendingLimits, type Transport } from './send-webhook.ts';

/** Transport of webhooks according to the configuration. */
export function webhookTransport(
    { webhooks: { allowPrivate }, port, metricsPort }: Pick<Config, 'webhooks' | 'port' | 'metricsPort'>
): Transport {
    return {
        ...sendingLimits, allowPrivate, guard: addressGuard({ allowPrivate, ownPorts: [port, metricsPort] }),
        resolve: allowPrivate ? resolveLocal : resolvePublic
    };
}
