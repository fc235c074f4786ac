import { mediaType, mediaTypes } from '@hapi/accept';
import { headerOf } from '../../foundation/schema/header.ts';

/** Media type of JSON. */
const json = 'application/json';

type WithHeaders = Parameters<typeof headerOf>[0];

/**
 * Tells whether a caller takes a file in JSON only: one whose Accept names JSON and not the file's type, as that of the
 * gateway's axios does (`application/json, text/plain` and anything), which would break bytes.
 */
export function wantsJson(request: WithHeaders, fileType: string): boolean {
    const named = mediaTypes(headerOf(request, 'accept')).map((type) => type.split(';')[0]?.trim());
    return named.includes(json) && !named.includes(fileType);
}

/** Tells whether a caller prefers the file to JSON; JSON is the usual answer, also for a caller who takes anything. */
export function prefersFile(request: WithHeaders, fileType: string): boolean {
    return mediaType(headerOf(request, 'accept'), [json, fileType]) === fileType;
}
