import type { LabelledText } from '../../domain/printing/printed-document.ts';
import type { PrintLanguage } from '../../domain/printing/printed-document.ts';
import type { MailWords } from './mail-texts.ts';

/** Parts of an e-mail in their order, as both forms show them. */
export type MailParts = {
    readonly language: PrintLanguage;
    readonly words: MailWords;
    readonly subject: string;
    readonly senderName: string;
    readonly opening: readonly string[];
    readonly closing: readonly string[];
    readonly heading: string;
    readonly due: LabelledText;
    readonly facts: readonly LabelledText[];
    readonly payment: readonly LabelledText[];
    readonly link: string | undefined;
    /** Lines that name the seller. */
    readonly seller: readonly string[];
    /** The last line: that a machine sent it, and for whom. */
    readonly automatic: string;
};
