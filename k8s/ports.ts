/** Port of the API, and of the worker's health paths: the one that the CRM's gateway calls. */
export const servicePort = 3008;

/** Port that Prometheus reads: separate, so that no gateway ever shows it. */
export const metricsPort = 9464;

/** Ports of PostgreSQL and Redis in the development cluster. */
export const postgresPort = 5432;
export const redisPort = 6379;

/** The port that the development gateway offers, and the one nginx listens on without privileges. */
export const gatewayPort = 3000;
export const gatewayContainerPort = 8080;
