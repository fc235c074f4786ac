import { sampleJwtSecret, sampleSecretsKey } from '../../app/platform/config/sample-secret.ts';
import { components } from '../labels.ts';
import { postgresPort, redisPort } from '../ports.ts';

/** Account of the workloads that only the development cluster runs. */
export const developmentAccountName = 'invoices-development';

/** Images of other projects. Fixed to a line of versions rather than to one, because a developer wants its fixes. */
export const images = {
    postgres: 'postgres:18-alpine',
    redis: 'redis:8-alpine',
    gateway: 'nginxinc/nginx-unprivileged:1.29-alpine'
} as const;

/** The database of the development cluster. The password is invented and protects nothing. */
export const database = { user: 'invoices', name: 'invoices', password: 'invented-for-development' } as const;

/** Values of the service's Secret in development, where the public sample secret is allowed. */
export const serviceSecrets = {
    DATABASE_URL: `postgresql://${database.user}:${database.password}@${components.postgres.name}:${postgresPort}/${database.name}`,
    REDIS_URL: `redis://${components.redis.name}:${redisPort}`,
    JWT_SECRET: sampleJwtSecret,
    SECRETS_KEY: sampleSecretsKey
} as const;
