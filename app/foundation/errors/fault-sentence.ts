import type { Fault } from './domain-error.ts';

/** Maximum fields that the sentence names; the rest is in `errors`. */
const maxNamed = 3;

/**
 * The sentence for some faults. It names the first fields at fault, because the CRM's gateway shows nothing else.
 * @param whole - Subject of a fault without a path, such as `The body`.
 */
export function faultSentence(faults: readonly Fault[], whole = 'The body'): string {
    const named = faults.slice(0, maxNamed).map(({ path, message }) => `${path === '' ? whole : path} ${message}`);
    const rest = faults.length - named.length;
    return rest > 0 ? `${named.join('; ')}; and ${rest} more` : named.join('; ');
}
