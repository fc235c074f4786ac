/** Every secret of the service. In the cluster each is an entry of one Secret and reaches the process as a file. */
export const secretNames = ['DATABASE_URL', 'REDIS_URL', 'JWT_SECRET', 'SECRETS_KEY'] as const;

/** The name of a setting that is secret. */
export type SecretName = (typeof secretNames)[number];

/**
 * The Secret that holds them. The chart does not make it in staging and production: an operator who may know the values
 * does.
 */
export const secretName = 'invoices-secrets';
