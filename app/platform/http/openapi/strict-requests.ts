import type { ServerRoute } from '@hapi/hapi';
import Joi from 'joi';
import { withOpenApi, type JsonObject } from '../../../foundation/schema/openapi-meta.ts';
import { boundsOf, countedMembers, type Description } from './request-bounds.ts';

/** Use of a schema, as far as it decides on its bounds. */
type Use = {
    /** True for a member that may be blank, which means "not given". */
    readonly takesBlank: boolean;
    /** Models that answers have. A request's closed model of the same name needs a name of its own. */
    readonly answered: ReadonlySet<string>;
};
type Part = { readonly name: string; readonly key?: string };

/**
 * The routes with request schemas that tell hapi-swagger all that they refuse: unknown members, blank texts, members
 * that exclude each other, repeated entries. Answers stay open, because a new member breaks no caller. The routes are
 * for the document only.
 */
export function strictRequests(routes: readonly ServerRoute[]): readonly ServerRoute[] {
    const answered = new Set(routes.flatMap(answersOf).flatMap((answer) => modelsIn(descriptionOf(answer))));
    return routes.map((route) => {
        const { options } = route;
        if (typeof options !== 'object') {
            return route;
        }
        const { validate = {}, response = {} } = options;
        const checked = withEachSchema(
            validate, (part, name) => strict(part, { takesBlank: false, answered }, name === 'query'));
        const status = withEachSchema(response.status ?? {}, withUniqueItems);
        return { ...route, options: { ...options, validate: checked, response: { ...response, status } } };
    });
}

function withEachSchema<Parts extends object>(
    parts: Parts, change: (schema: Joi.AnySchema, name: string) => Joi.AnySchema
): Parts {
    const entries: readonly (readonly [string, unknown])[] = Object.entries(parts);
    // Each schema is replaced by one for the same values.
    return Object.fromEntries(
        entries.map(([name, part]) => [name, Joi.isSchema(part) ? change(part, name) : part])) as Parts;
}

function answersOf({ options }: ServerRoute): readonly Joi.Schema[] {
    const status = typeof options === 'object' ? options.response?.status : undefined;
    return Object.values(status ?? {}).filter((answer): answer is Joi.Schema => Joi.isSchema(answer));
}

function modelsIn({ type, flags, keys = {}, items = [], matches = [] }: Description): readonly string[] {
    const alternatives = matches.flatMap(({ schema }) => schema ?? []);
    const own = type === 'object' && flags?.label !== undefined ? [flags.label] : [];
    return [...own, ...[...Object.values(keys), ...items, ...alternatives].flatMap(modelsIn)];
}

function descriptionOf(schema: Joi.Schema): Description {
    return schema.describe();
}

function strict(schema: Joi.AnySchema, use: Use, isQuery = false): Joi.AnySchema {
    const description = descriptionOf(schema);
    const counted = countedMembers(description);
    const takesBlanks = isQuery || description.flags?.isForm === true;
    const changed = withParts(schema, (part, { name, key }) => {
        const isOptional = description.keys?.[key ?? '']?.flags?.presence !== 'required';
        // A blank member does not count, so among members that are counted none is documented as blank.
        const isCounted = name === 'keys' && counted.includes(key ?? '');
        const takesBlank = name === 'keys' && takesBlanks && isOptional && !isCounted;
        const changedPart = strict(part, { ...use, takesBlank });
        return isCounted && part.validate(null).error !== undefined
            ? withOpenApi(changedPart, { set: { nullable: false } }) : changedPart;
    });
    const set = boundsOf(description, use.takesBlank);
    const isClosed = set['additionalProperties'] === false;
    const named = isClosed ? withOwnName(changed, description, use.answered) : changed;
    return withBounds(named, set);
}

/** An answer whose lists have no entry twice where the service stores none twice. */
export function withUniqueItems(schema: Joi.AnySchema): Joi.AnySchema {
    const description = descriptionOf(schema);
    const changed = withParts(schema, withUniqueItems);
    return description.type === 'array' ? withBounds(changed, boundsOf(description, false)) : changed;
}

function withBounds(schema: Joi.AnySchema, set: JsonObject): Joi.AnySchema {
    return Object.keys(set).length === 0 ? schema : withOpenApi(schema, { set });
}

type Modify = { $_modify(options: {
    readonly ref: false; readonly each: (item: Joi.AnySchema, part: Part) => Joi.AnySchema
}): Joi.AnySchema };

/** The schema with other parts: members, items, alternatives. */
function withParts(
    schema: Joi.AnySchema, each: (part: Joi.AnySchema, place: Part) => Joi.AnySchema
): Joi.AnySchema {
    // joi's own type of these options says that `each` is a boolean.
    return (schema as unknown as Modify).$_modify({ ref: false, each }).$_mutateRebuild();
}

/** A closed object under a name of its own where answers have an open one of that name. */
function withOwnName(
    schema: Joi.AnySchema, { type, flags }: Description, answered: ReadonlySet<string>
): Joi.AnySchema {
    const label = flags?.label;
    return type === 'object' && label !== undefined && answered.has(label) ? schema.label(`${label}Input`) : schema;
}
