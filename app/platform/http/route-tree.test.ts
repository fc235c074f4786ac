import { describe, expect, test } from '@jest/globals';
import { routeTree } from './route-tree.ts';

function given() {
    const tree = routeTree();
    const routes: readonly (readonly [string, string])[] = [
        ['get', '/'], ['GET', '/invoices'], ['POST', '/invoices'], ['GET', '/invoices/{id}'],
        ['DELETE', '/invoices/{id}'], ['GET', '/invoices/{id}.pdf'],
        ['GET', '/invoices/numbering'], ['PUT', '/invoices/numbering/{series}/start'],
        ['POST', '/invoices/{id}/items/custom'], ['DELETE', '/invoices/{id}/items/{itemId}'], ['GET', '/docs/{file*}']
    ];
    routes.forEach(([method, path]) => tree.add(method, path));
    return tree;
}

describe('the methods at an address', () => {
    test.each([
        ['/', ['GET', 'HEAD']], ['/invoices', ['GET', 'POST', 'HEAD']], ['/invoices/', ['GET', 'POST', 'HEAD']],
        ['/invoices/7', ['GET', 'DELETE', 'HEAD']], ['/invoices/7.pdf', ['GET', 'HEAD']],
        ['/invoices/numbering', ['GET', 'HEAD']], ['/invoices/numbering/FV/start', ['PUT']],
        ['/invoices/7/items/custom', ['POST']], ['/invoices/7/items/8', ['DELETE']],
        ['/docs/a/b.css', ['GET', 'HEAD']], ['/docs', []], ['/nowhere', []], ['/invoices/numbering/FV', []],
        // A fixed word is never an id, also where nothing but a route with an id goes on.
        ['/invoices/numbering/items/8', []], ['/invoices/7/start', []]
    ])('%s are %j', (path, methods) => {
        expect(given().methodsAt(path)).toEqual(methods);
    });
});
