import type { Images } from './images.ts';

/** Images of the committed manifests: never a real version, so that a release does not rewrite them. */
export const snapshotImages: Images = {
    service: 'invoices-service:0.0.0', standins: 'invoices-service-standins:0.0.0'
};
