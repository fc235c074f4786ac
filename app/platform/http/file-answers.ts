import Joi from 'joi';
import type { ErrorCode } from '../../foundation/errors/error-codes.ts';
import { errorCodesKey, type Answers } from './answers.ts';

/** A file that a route answers with. */
export type AnsweredFile = {
    /** Media type without parameters. */
    readonly mediaType: string;
    readonly description: string;
    /** Start of such a file. */
    readonly example: string;
};

/**
 * Describes the answers of a route whose success is a file, as `answers` does for JSON.
 * @param operationId - Name of the operation in the OpenAPI document and in clients made from it.
 * @param errors - Codes of this route; each is documented with its status and an example.
 */
export function fileAnswers(
    operationId: string, { mediaType, description, example }: AnsweredFile, errors: readonly ErrorCode[] = []
): Answers {
    return {
        // hapi would refuse to check a stream against a schema.
        response: { status: {} },
        plugins: {
            'hapi-swagger': {
                id: operationId, produces: [mediaType], [errorCodesKey]: errors,
                responses: { 200: { description, schema: Joi.string().example(example) } }
            }
        }
    };
}
