import manifest from '../package.json' with { type: 'json' };

/** Version of this build, as package.json says it. */
export const version: string = manifest.version;
