/** Port of the API, and of the worker's health paths: the one that the CRM's gateway calls. */
export const servicePort = 3008;

/** Port that Prometheus reads; on a port of its own so that no gateway ever shows it. */
export const metricsPort = 9464;

/** Where PostgreSQL and Redis of the development cluster listen. */
export const postgresPort = 5432;
export const redisPort = 6379;

/** The port that the development gateway offers, and the one nginx listens on without privileges. */
export const gatewayPort = 3000;
export const gatewayContainerPort = 8080;
