/** Kinds of device that a person looks at a page with. Programs are none: what they open is no view. */
export const deviceKinds = ['phone', 'desktop'] as const;

/** One of {@link deviceKinds}. */
export type DeviceKind = (typeof deviceKinds)[number];
