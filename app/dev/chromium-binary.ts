import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackage } from './debian-packages.ts';

/** Commands of browsers that tests can drive. */
const commands = ['chromium', 'chromium-browser', 'google-chrome'];

/**
 * Finds the Chromium that tests of pages drive: the one in `CHROMIUM`, or on the PATH. On Debian and its kin it is
 * installed when it is missing, by root or with `sudo` that asks no password.
 * @param mayInstall - False: it is not needed so much.
 * @returns Its file, or undefined where there is none.
 */
export function findChromium(mayInstall: boolean): string | undefined {
    const given = process.env['CHROMIUM'];
    const found = given !== undefined && given !== '' ? given : onPath();
    return found ?? (mayInstall && installPackage('chromium') ? onPath() : undefined);
}

/** Words for whoever has no Chromium. */
export const howToGetChromium = 'Chromium is missing and could not be installed. Install it (Debian: `apt-get install '
    + 'chromium`), or name its file in CHROMIUM';

function onPath(): string | undefined {
    const folders = (process.env['PATH'] ?? '').split(delimiter);
    return commands.flatMap((command) => folders.map((folder) => join(folder, command))).find(existsSync);
}
