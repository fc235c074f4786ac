/**
 * The reason why a command of the service cannot do its work. The message is for the operator and is shown without a
 * stack.
 */
export class StartFault extends Error {
    constructor(message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'StartFault';
    }
}
