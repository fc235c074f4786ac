/** Zones in which a service is done. The contract of services-service, which prices by them. */
export const regionalZones = ['warsaw', 'krakow', 'gdansk', 'wroclaw', 'poznan', 'other'] as const;

/** One of {@link regionalZones}. */
export type RegionalZone = (typeof regionalZones)[number];
