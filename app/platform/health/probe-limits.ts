/**
 * Maximum milliseconds that PostgreSQL may take to answer before the service counts as not ready. The probe of the
 * manifests waits a second longer, so this file imports nothing: it is the one file of `app` beside the settings that
 * `k8s` may import.
 */
export const maxDatabaseAnswerMs = 1_000;
