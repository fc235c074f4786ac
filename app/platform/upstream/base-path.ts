import type { Answer } from './http-client.ts';
import { isAnswerOfRoute, isNoRoute } from './read-answer.ts';
import { baseUrlOf } from './request-parts.ts';

/** Path below which the deployed contacts-service and quotes-service serve. @see upstreams.md sections 5 and 6 */
export const usualBasePath = '/api/v1';

/**
 * State of the search for an upstream's base path: the path below which it answered, `neither` when it knew no route
 * below any, or undefined when no answer has told yet.
 */
export type PathFinding = '' | typeof usualBasePath | 'neither' | undefined;

/** The place of an upstream: its URL as set, and the base path that was found where the URL has none. */
export type BasePath = {
    /** The base URL that the next call is sent to. */
    current(): string;
    /** The result of the search; undefined also for a URL that carries a path, which is used as it is. */
    finding(): PathFinding;
    /**
     * Asks below the path that answered last. When there is no such route, asks once below the other path, and keeps
     * that one when the upstream has the route there.
     * @param send - Sends the call below a base URL.
     * @param mayLackRoute - True for a call that an upstream may not have: then a path that answered before is kept.
     * @returns The answer of the upstream's route; the first answer when it has the route below neither path
     */
    ask(send: (baseUrl: string) => Promise<Answer>, mayLackRoute?: boolean): Promise<Answer>;
};

/** Opens the place of an upstream. Nothing is asked yet; each process finds the path with its first call. */
export function openBasePath(url: string): BasePath {
    const baseUrl = baseUrlOf(url);
    if (new URL(baseUrl).pathname !== '/') {
        return { current: () => baseUrl, finding: () => undefined, ask: (send) => send(baseUrl) };
    }

    let found: PathFinding;
    const present = () => (found === usualBasePath ? usualBasePath : '');
    const askBelow = async (path: '' | typeof usualBasePath, send: (url: string) => Promise<Answer>) => {
        const answer = await send(`${baseUrl}${path}`);
        if (isAnswerOfRoute(answer)) {
            found = path;
        }
        return answer;
    };

    return {
        current: () => `${baseUrl}${present()}`,
        finding: () => found,
        ask: async (send, mayLackRoute = false) => {
            const path = present();
            const first = await askBelow(path, send);
            if (!isNoRoute(first) || (mayLackRoute && found === path)) {
                return first;
            }
            const second = await askBelow(path === '' ? usualBasePath : '', send);
            if (!isNoRoute(second)) {
                return second;
            }
            found = mayLackRoute ? found : 'neither';
            return first;
        }
    };
}
