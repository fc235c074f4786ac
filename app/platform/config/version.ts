import manifest from '../../../package.json' with { type: 'json' };

/** Version of these sources, as package.json says it. What a running build shows is `config.version`, which VERSION may name. */
export const version: string = manifest.version;
