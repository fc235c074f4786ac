/** All zones. */
export const regionalZones = ['warsaw', 'krakow', 'gdansk', 'wroclaw', 'poznan', 'other'] as const;

/** Where a service is done, as services-service prices it. */
export type RegionalZone = (typeof regionalZones)[number];
