import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { agents } from './given-page.ts';

const command = process.env['CHROMIUM'];

/** Group of tests that need a browser: skipped where `npm test` found none and said so. */
export const describeInBrowser = command === undefined ? describe.skip : describe;

/** Starting a browser on a busy machine takes its time. */
const startLimitMs = 60_000;

/** A way to open a browser's window as a person has it, with nothing kept from another one. */
export type UsedBrowser = { open(options?: BrowserContextOptions): Promise<BrowserContext> };

/** Chromium for the tests of a group, closed after the last. Use it in tests. */
export function useBrowser(): UsedBrowser {
    let browser: Browser | undefined;
    let folder = '';
    beforeAll(async () => {
        folder = mkdtempSync(join(tmpdir(), 'invoices-service-browser-'));
        browser = await chromium.launch({
            executablePath: command ?? '', chromiumSandbox: false, timeout: startLimitMs,
            args: ['--disable-dev-shm-usage'], env: { ...process.env, HOME: folder }
        });
    }, startLimitMs);
    afterAll(async () => {
        await browser?.close();
        rmSync(folder, { recursive: true, force: true });
    }, startLimitMs);
    return {
        open: async (options = {}) => {
            if (browser === undefined) throw new Error('There is no browser yet: use it in tests');
            return browser.newContext({ userAgent: agents.desktop, locale: 'pl-PL', ...options });
        }
    };
}
