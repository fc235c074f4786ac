import type { Warning } from '../../foundation/errors/warning.ts';
import type { Invoice } from './invoice.ts';

/** A draft that a command made or changed, and what its caller should know about it. */
export type Drafted = { readonly invoice: Invoice; readonly warnings: readonly Warning[] };
