import { expect, test } from '@jest/globals';
import { viewerOf } from './visitor.ts';

const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 '
    + 'Safari/537.36';
const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) '
    + 'Version/18.6 Mobile/15E148 Safari/604.1';

const viewer = (agent: string | undefined, headers = {}, method = 'get') =>
    viewerOf({ method, headers: { ...(agent === undefined ? {} : { 'user-agent': agent }), ...headers } });

test('a person looks with a phone or with a desktop', () => {
    expect([viewer(desktop), viewer(phone)]).toEqual(['desktop', 'phone']);
    expect(viewer(desktop, { 'sec-ch-ua-mobile': '?1' })).toBe('phone');
    expect(viewer('Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36'))
        .toBe('phone');
});

test.each([
    'WhatsApp/2.25.1', 'facebookexternalhit/1.1', 'Slackbot-LinkExpanding 1.0', 'TelegramBot (like TwitterBot)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'curl/8.14.1', 'axios/1.12.0',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
])('%s is nobody', (agent) => {
    expect(viewer(agent)).toBeUndefined();
});

test('nobody looks at a HEAD, without an agent, and at what is fetched in advance', () => {
    expect([
        viewer(desktop, {}, 'head'), viewer(undefined), viewer(desktop, { 'sec-purpose': 'prefetch;prerender' }),
        viewer(desktop, { purpose: 'prefetch' }), viewer(desktop, { 'x-moz': 'prefetch' })
    ]).toEqual([undefined, undefined, undefined, undefined, undefined]);
});
