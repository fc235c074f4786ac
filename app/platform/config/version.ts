import manifest from '../../../package.json' with { type: 'json' };

/** Version of these sources, from package.json. A running build shows `config.version`, which VERSION may name. */
export const version: string = manifest.version;
