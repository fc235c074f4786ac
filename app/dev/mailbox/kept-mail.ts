import type { Email } from 'postal-mime';

/** An e-mail that the mailbox keeps. */
export type KeptMail = {
    readonly id: string;
    readonly receivedAt: Date;
    readonly to: readonly string[];
    readonly mail: Email;
    /** The whole e-mail, as its bytes came. */
    readonly raw: Buffer;
};
