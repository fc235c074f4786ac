/** An e-mail before it is written as bytes. */
export type OutgoingMail = {
    /** With its angle brackets; the same from try to try. */
    readonly messageId: string;
    /** Name that is shown beside the sender's address. */
    readonly fromName: string;
    readonly to: string;
    readonly replyTo: string | undefined;
    readonly subject: string;
    readonly text: string;
    readonly html: string;
    readonly date: Date;
    readonly attachments: readonly MailAttachment[];
    /** Further headers by their names. */
    readonly headers: Readonly<Record<string, string>>;
};

/** A file that goes with an e-mail. */
export type MailAttachment = {
    readonly fileName: string;
    readonly mediaType: string;
    readonly content: Uint8Array;
};
