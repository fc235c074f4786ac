/** Maximum duplicates of one document, each of another day. */
export const maxDuplicates = 50;

/** Maximum files of one document: one of each of its three other states, and its duplicates. */
export const maxArchivedFiles = maxDuplicates + 3;
