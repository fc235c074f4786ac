import { DomainError } from '../../foundation/errors/domain-error.ts';
import { openPlaces } from '../../platform/limits/places.ts';

/** Places of exports in this process: each holds a connection of the database for as long as its reader takes. */
export type ExportPlaces = {
    /**
     * Takes a place. An organisation has one, for which another of its exports waits a moment.
     * @returns Function that gives the place back.
     * @throws DomainError `TOO_MANY_REQUESTS_AT_ONCE` | `EXPORTS_BUSY`
     */
    take(organisationId: string): Promise<() => void>;
};

/** Share of the pool's connections that exports may have. */
const shareOfPool = 0.3;

/** Time in seconds after which a refused export may be tried again. */
const retryAfterSeconds = 10;

/**
 * Opens the places.
 * @param poolSize - Connections of this process.
 * @param refused - Notified of each export that waited in vain for another of its organisation.
 */
export function openExportPlaces(poolSize: number, refused: () => void): ExportPlaces {
    const organisations = openPlaces({ maxAtWork: 1, refused });
    const maxAtOnce = Math.max(1, Math.floor(poolSize * shareOfPool));
    let atOnce = 0;
    return {
        take: async (organisationId) => {
            const place = await organisations.take(organisationId);
            if (atOnce >= maxAtOnce) {
                place.leave();
                throw new DomainError('EXPORTS_BUSY',
                    `As many exports are under way as the service makes at once; try again in ${retryAfterSeconds} `
                        + 'seconds', {}, { retryAfterSeconds });
            }
            atOnce += 1;
            return () => {
                atOnce -= 1;
                place.leave();
            };
        }
    };
}
