/** Port of the API, and of the worker's health paths: the one that the CRM's gateway calls. */
export const servicePort = 3008;

/** Port that Prometheus reads: separate, so that no gateway ever shows it. */
export const metricsPort = 9464;

/** Port of the development cluster's PostgreSQL. */
export const postgresPort = 5432;
/** Port of the development cluster's Redis. */
export const redisPort = 6379;

/** Port that the development gateway offers. */
export const gatewayPort = 3000;
/** Port that nginx in the development gateway listens on, without privileges. */
export const gatewayContainerPort = 8080;
