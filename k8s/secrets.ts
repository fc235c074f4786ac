/**
 * Every secret that the service needs. In the cluster each is an entry of one Secret and reaches the process as a file.
 */
export const secretNames = ['DATABASE_URL', 'REDIS_URL', 'JWT_SECRET', 'SECRETS_KEY'] as const;

/** Secrets of e-mail: in the Secret of an environment that sends some. */
export const mailSecretNames = ['SMTP_URL', 'MAIL_DKIM_KEY', 'MAIL_BOUNCE_SECRET'] as const;

/** The name of a setting that is secret. */
export type SecretName = (typeof secretNames)[number] | (typeof mailSecretNames)[number];

/**
 * The Secret that holds them. The chart does not make it in staging and production: an operator who may know the values
 * does.
 */
export const secretName = 'invoices-secrets';
