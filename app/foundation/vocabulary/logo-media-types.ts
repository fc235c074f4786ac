/** Media types of an organisation's logo. */
export const logoMediaTypes = ['image/png', 'image/jpeg'] as const;

/** One of {@link logoMediaTypes}. */
export type LogoMediaType = (typeof logoMediaTypes)[number];
