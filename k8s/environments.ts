import { components } from './labels.ts';
import type { Settings } from './settings.ts';

/** The CRM's services, in another namespace or in ours. */
function crmServices(namespace?: string): Required<Settings['upstreams']> {
    const where = namespace === undefined ? {} : { namespace };
    return {
        contacts: { name: components.contacts.name, ...where, port: 3005, path: '/api/v1' },
        products: { name: components.products.name, ...where, port: 3004 },
        services: { name: components.services.name, ...where, port: 3007 },
        quotes: { name: components.quotes.name, ...where, port: 3006, path: '/api/v1' }
    };
}

/**
 * Limits of a pod of the API: more than it needs (docs/operations.md measures it). A pod that exceeds them is faulty,
 * and is stopped before it starves its neighbours. For one environment: `{ ...apiLimits, memory: '2Gi' }`.
 */
const apiLimits = { cpu: '1', memory: '1Gi' };

/** Limits of a pod of the worker, for the same reason. */
const workerLimits = { cpu: '1', memory: '1Gi' };

/**
 * Each environment, by the name of its file. Addresses of staging and production belong to an invented installation:
 * put your own here. There `TRUSTED_NETWORKS` is absent, so every caller needs a token; when the gateway forwards none,
 * name the network of its pods (the NetworkPolicy keeps all others off), and in `TRUSTED_HOSTS` the host by which it
 * calls from its namespace, such as `invoices-service.invoices.svc.cluster.local`. For customers' pages add
 * `PUBLIC_URL` and `TRUSTED_PROXIES`, and the pods of the ingress to `callers`.
 */
export const environments = {
    dev: {
        // The local pod network may call without a token. Only the gateway's pods reach the API, so this means the
        // gateway.
        service: {
            NODE_ENV: 'development', LOG_LEVEL: 'info', TIME_ZONE: 'Europe/Warsaw',
            TRUSTED_NETWORKS: '10.244.0.0/16', DATABASE_POOL_SIZE: '10',
            // Load tests call as one subject as fast as they can.
            RATE_LIMITS: 'off'
        },
        api: { minReplicas: 2, maxReplicas: 4, requests: { cpu: '100m', memory: '256Mi' }, limits: apiLimits },
        worker: { replicas: 1, requests: { cpu: '50m', memory: '256Mi' }, limits: workerLimits },
        upstreams: crmServices(),
        exchangeRates: { name: components.nbp.name, port: 3009, path: '/api' },
        webhooks: 'nowhere',
        gateway: { name: components.gateway.name },
        stores: 'in-cluster'
    },
    staging: {
        service: { NODE_ENV: 'production', LOG_LEVEL: 'info', TIME_ZONE: 'Europe/Warsaw', DATABASE_POOL_SIZE: '10' },
        api: { minReplicas: 2, maxReplicas: 4, requests: { cpu: '100m', memory: '256Mi' }, limits: apiLimits },
        worker: { replicas: 2, requests: { cpu: '100m', memory: '256Mi' }, limits: workerLimits },
        upstreams: crmServices('crm'),
        exchangeRates: 'nbp',
        gateway: { name: components.gateway.name, namespace: 'crm' },
        stores: { database: { cidr: '10.20.0.0/24', port: 5432 }, redis: { cidr: '10.20.1.0/24', port: 6379 } }
    },
    production: {
        // Every pod with all its connections, and one more for its probes, must fit into PostgreSQL's 100: (10 + 1 +
        // 2 + 1) × (5 + 1) = 84.
        service: { NODE_ENV: 'production', LOG_LEVEL: 'info', TIME_ZONE: 'Europe/Warsaw', DATABASE_POOL_SIZE: '5' },
        api: { minReplicas: 3, maxReplicas: 10, requests: { cpu: '250m', memory: '320Mi' }, limits: apiLimits },
        worker: { replicas: 2, requests: { cpu: '100m', memory: '320Mi' }, limits: workerLimits },
        upstreams: crmServices('crm'),
        exchangeRates: 'nbp',
        gateway: { name: components.gateway.name, namespace: 'crm' },
        stores: { database: { cidr: '10.30.0.0/24', port: 5432 }, redis: { cidr: '10.30.1.0/24', port: 6379 } }
    }
} satisfies Record<string, Settings>;
