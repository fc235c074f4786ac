/** A document to be set in type, as it goes to a thread. */
export type TypesettingJob = {
    /** File of the template, a path within the folder of templates. */
    readonly template: string;
    /** JSON that the template reads as `sys.inputs.data`. */
    readonly data: string;
    /** Instant that the file names as its creation, in seconds since 1970. */
    readonly createdAtSeconds: number;
};

/** Answer of a thread: the file, or the reason why there is none. */
export type TypesettingResult = { readonly pdf: Uint8Array } | { readonly fault: string };

/** Templates and fonts that a thread is started with. */
export type TypesettingSetup = {
    /** Folder of the templates, the only one that they read. */
    readonly templates: string;
    /** Files of the fonts. */
    readonly fonts: readonly string[];
};
