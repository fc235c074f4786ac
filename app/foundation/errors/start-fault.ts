/** Why a command of the service cannot do its work. The message is for whoever runs it: shown alone, without a stack. */
export class StartFault extends Error {
    constructor(message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'StartFault';
    }
}
