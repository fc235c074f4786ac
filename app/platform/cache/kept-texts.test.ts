import { Client } from '@hapi/catbox';
import { Engine } from '@hapi/catbox-memory';
import { afterEach, expect, test } from '@jest/globals';
import { passMs } from '../../../test/support/pass-time.ts';
import { keptTexts } from './kept-texts.ts';

const opened: Client<string>[] = [];
afterEach(() => Promise.all(opened.splice(0).map((client) => client.stop())));

async function givenTexts(maxByteSize = 8 * 1_048_576) {
    const client = new Client<string>(new Engine<string>({ maxByteSize }));
    opened.push(client);
    await client.start();
    return { client, texts: keptTexts(client, 'report') };
}

test('a text is found again until its hour is over, and a later one takes its place', async () => {
    const { texts } = await givenTexts();
    const none = await texts.find('key');

    await texts.keep('key', 'first');
    await texts.keep('key', 'second');
    passMs(3_599_000);
    const found = await texts.find('key');
    passMs(1_001);

    expect([none, found, await texts.find('key'), await texts.find('other')])
        .toEqual(['missing', { text: 'second' }, 'missing', 'missing']);
});

const longest = 1_048_576;

test.each([[longest, longest], [longest + 1, undefined]])('of %d characters %p are kept', async (length, expected) => {
    const { texts } = await givenTexts();

    await texts.keep('key', 'x'.repeat(length));
    const found = await texts.find('key');

    expect(typeof found === 'object' ? found.text.length : undefined).toBe(expected);
});

test('a cache that is full or closed fails no call', async () => {
    const full = await givenTexts(10);
    const closed = await givenTexts();
    await closed.client.stop();

    await full.texts.keep('key', 'x'.repeat(1_000));
    await closed.texts.keep('key', 'text');

    expect([await full.texts.find('key'), await closed.texts.find('key')]).toEqual(['missing', 'unavailable']);
});
