/**
 * SQL for the host of an address, with its port unless that is the usual one: what webhooks of many addresses share.
 * Addresses are stored as `new URL` writes them, without a user name.
 * @param url - SQL for the address.
 */
export function hostOfUrl(url: string): string {
    return `substring(${url} from '^https?://([^/?#]+)')`;
}
