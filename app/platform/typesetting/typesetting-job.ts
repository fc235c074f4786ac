/** A document to be set in type, as it goes to a thread. */
export type TypesettingJob = {
    /** Owner of the document: each has at most one thread, and owners take turns. */
    readonly owner: string;
    /** File of the template, a path within the folder of templates. */
    readonly template: string;
    /** JSON that the template reads as `sys.inputs.data`. */
    readonly data: string;
    /** Files that the template reads beside its own, such as a picture; absent: none. */
    readonly files?: readonly TypesettingFile[];
    /** Instant that the file names as its creation, in seconds since 1970. */
    readonly createdAtSeconds: number;
};

/** File of one document. */
export type TypesettingFile = {
    /** Name in the folder of the templates. */
    readonly name: string;
    readonly bytes: Uint8Array;
};

/** Answer of a thread: the file, or why there is none. */
export type TypesettingResult = { readonly pdf: Uint8Array } | { readonly fault: string };

/** Setting of a thread. */
export type TypesettingSetup = {
    /** Folder of the templates, the only one that they read. */
    readonly templates: string;
    /** Files of the fonts. */
    readonly fonts: readonly string[];
    /** Texts of all languages that documents are made of, for the version alone. */
    readonly texts: string;
};
