import type { JsonObject } from '../../../foundation/schema/openapi-meta.ts';

/** Parts of joi's description of a schema that the bounds of the document are read from. */
export type Description = {
    readonly type?: string;
    readonly flags?: {
        readonly label?: string; readonly only?: boolean; readonly unknown?: boolean; readonly presence?: string;
        readonly isForm?: boolean;
    };
    readonly allow?: readonly unknown[];
    readonly rules?: readonly Rule[];
    readonly dependencies?: readonly Dependency[];
    readonly keys?: Readonly<Record<string, Description>>;
    readonly items?: readonly Description[];
    readonly matches?: readonly { readonly schema?: Description }[];
    readonly metas?: readonly {
        readonly openapi?: { readonly set?: JsonObject };
        /** True for a text that refuses what no invoice can print. */
        readonly isPrintable?: boolean;
    }[];
};
type Rule = {
    readonly name: string;
    readonly args?: {
        readonly limit?: number; readonly regex?: string; readonly options?: { readonly invert?: boolean };
    };
};
type Dependency = { readonly rel: string; readonly key?: string; readonly peers: readonly string[] };

/** Members of a class of characters that print nothing: blanks, controls, joiners, marks of direction, fillers. */
const unseen = '\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f'
    + '\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff';

/** Members of a class of the characters that no text may hold, but for those that a pattern cannot name. */
const unprintable = '\\u0001-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u206f'
    + '\\ufdd0-\\ufdef\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff';

/**
 * Bounds that a schema has and that hapi-swagger does not write.
 * @param takesBlank - True for a member whose blank text means "not given".
 * @throws Error for a rule about several members that the document could not say
 */
export function boundsOf(description: Description, takesBlank: boolean): JsonObject {
    switch (description.type) {
        case 'string':
            return boundsOfText(description, takesBlank);
        case 'array':
            return ruleOf(description, 'unique') === undefined ? {} : { uniqueItems: true };
        case 'object':
            return boundsOfObject(description);
        default:
            return {};
    }
}

/** Names of the members that are counted together: of all of them, or of a group of which one has to be there. */
export function countedMembers(description: Description): readonly string[] {
    const { keys = {}, dependencies = [], metas = [] } = description;
    if (ruleOf(description, 'min') !== undefined) {
        return Object.keys(keys);
    }
    const documented = JSON.stringify(metas.map(({ openapi }) => openapi?.set?.['anyOf'] ?? []));
    return [
        ...dependencies.flatMap(({ peers }) => peers),
        ...Object.keys(keys).filter((key) => documented.includes(`"${key}"`))
    ];
}

/** The first rule of a name. */
export function ruleOf({ rules = [] }: Description, name: string): Rule | undefined {
    return rules.find((rule) => rule.name === name);
}

function boundsOfText(description: Description, takesBlank: boolean): JsonObject {
    const { rules = [], allow = [], flags, metas = [] } = description;
    const isPrintable = metas.some((meta) => meta.isPrintable);
    if (flags?.only === true || (allow.includes('') && !isPrintable)) {
        return {};
    }
    const refused = rules.flatMap(({ args }) =>
        (args?.options?.invert === true && args.regex !== undefined ? [classIn(args.regex)] : []));
    const classes = isPrintable ? [unprintable, ...refused] : refused;
    if (classes.length > 0) {
        return { pattern: patternOfText(classes.join(''), takesBlank || allow.includes('')) };
    }
    const hasForm = rules.some(({ name }) => ['pattern', 'guid', 'email', 'min'].includes(name))
        || metas.some(({ openapi }) => ['pattern', 'format', 'oneOf'].some((name) => name in (openapi?.set ?? {})));
    return hasForm || takesBlank ? {} : { minLength: 1 };
}

/** Pattern of a text with none of the refused characters and with one that can be seen. */
function patternOfText(refused: string, takesBlank: boolean): string {
    const any = `[^\\u0000${refused}]*`;
    const text = `${any}[^${unseen}]${any}`;
    return takesBlank ? `^(\\s*|${text})$` : `^${text}$`;
}

/** The members of `/[…]/`, as joi writes a regular expression in its description. */
function classIn(regex: string): string {
    const members = /^\/\[([^[\]^][^[\]]*)\]\/\w*$/.exec(regex)?.[1];
    if (members === undefined) {
        throw new Error(`The document can only say which characters a text must not have, not ${regex}`);
    }
    return members;
}

function boundsOfObject(description: Description): JsonObject {
    const { keys, flags, dependencies = [], metas = [] } = description;
    const isOpen = keys === undefined || flags?.unknown === true
        || metas.some(({ openapi }) => 'additionalProperties' in (openapi?.set ?? {}));
    const min = ruleOf(description, 'min')?.args?.limit;
    const own: JsonObject = {
        ...(isOpen ? {} : { additionalProperties: false }),
        ...(min === undefined ? {} : { minProperties: min })
    };
    return dependencies.map(groupOf).reduce((all, group) => ({ ...all, ...group }), own);
}

/** A rule about several members, in words of JSON Schema. */
function groupOf({ rel, peers }: Dependency): JsonObject {
    const given = peers.map((peer) => ({ required: [peer] }));
    switch (rel) {
        case 'xor':
            return { oneOf: given };
        case 'or':
            return { anyOf: given };
        case 'nand':
            return { not: { required: peers } };
        default:
            throw new Error(`The document cannot say ${rel} of ${peers.join(', ')} yet: add it here`);
    }
}
