import type { Clock } from '../../foundation/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { PagesConfig } from '../../platform/config/pages-config.ts';
import type { Mailer } from '../../platform/mail/mailer.ts';
import type { Typesetter } from '../../platform/typesetting/typesetter.ts';

/** Dependencies of the sending of e-mails. */
export type MailDependencies = {
    readonly database: Database;
    readonly clock: Clock;
    readonly typesetter: Typesetter;
    /** Undefined without SMTP_URL. */
    readonly mailer: Mailer | undefined;
    readonly config: {
        /** IANA name of the seller's time zone. */
        readonly timeZone: string;
        readonly pages: PagesConfig;
    };
};
