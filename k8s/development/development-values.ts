import { sampleJwtSecret } from '../../app/platform/config/sample-secret.ts';
import { components } from '../labels.ts';
import { postgresPort, redisPort } from '../ports.ts';

/** Account of everything that only the development cluster runs. */
export const developmentAccountName = 'invoices-development';

/** Images from elsewhere. Fixed to a line of versions rather than to one, because a developer wants its fixes. */
export const images = {
    postgres: 'postgres:18-alpine',
    redis: 'redis:8-alpine',
    gateway: 'nginxinc/nginx-unprivileged:1.29-alpine'
} as const;

/** The database of the development cluster. The password is invented and guards nothing. */
export const database = { user: 'invoices', name: 'invoices', password: 'invented-for-development' } as const;

/** What the service's Secret holds in development, where the public sample secret is allowed. */
export const serviceSecrets = {
    DATABASE_URL: `postgresql://${database.user}:${database.password}@${components.postgres.name}:${postgresPort}/${database.name}`,
    REDIS_URL: `redis://${components.redis.name}:${redisPort}`,
    JWT_SECRET: sampleJwtSecret
} as const;
