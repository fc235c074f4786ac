import type { DocumentAmounts } from '../../domain/invoices/exchange.ts';
import type { Correction, Invoice, TaxPointAmounts } from '../../domain/invoices/invoice.ts';
import { later } from '../../domain/invoices/tax-points.ts';
import { addDays } from '../../foundation/clock/clock.ts';
import { refusedField } from '../../foundation/errors/refused-field.ts';
import type { CorrectionEffect } from '../../foundation/vocabulary/correction-effects.ts';
import type { VatCategory } from '../../foundation/vocabulary/vat-categories.ts';

/**
 * First day from which a corrective that lowers the tax waits for its confirmation.
 * @see Ustawa o VAT art. 29a ust. 13a
 */
const confirmationsSince = '2026-02-01';

/**
 * Categories of supplies whose tax is lowered without a confirmation, beside services taxed in another member state.
 * @see Ustawa o VAT art. 29a ust. 15 pkt 1
 */
const withoutConfirmation: readonly VatCategory[] = ['K', 'G', 'O'];

/** Maximum days from the issue of a corrective to the day of its effect. */
const maxDaysToEffect = 366;

/** The effect that the caller names, and its day. */
export type GivenEffect = {
    readonly correctionEffect?: CorrectionEffect | undefined; readonly correctionEffectDate?: string | undefined;
};

/** Direction of a corrective: the sign of the change of its VAT, or of its net where the VAT stays. */
export type Direction = 'raise' | 'reduction' | 'none';

/** The direction of a change. */
export function directionOf({ vatMinor, netMinor }: Pick<Invoice, 'vatMinor' | 'netMinor'>): Direction {
    const change = vatMinor === 0n ? netMinor : vatMinor;
    if (change === 0n) {
        return 'none';
    }
    return change > 0n ? 'raise' : 'reduction';
}

/**
 * The effect of a corrective: the given one; else that of a later cause where amounts change, and that of a mistake
 * where only data do.
 * @throws DomainError `VALIDATION_FAILED`
 */
export function effectOf(
    { correctionEffect, correctionEffectDate }: GivenEffect, direction: Direction, issueDate: string
): Pick<Correction, 'effect' | 'effectDate'> {
    const effect = correctionEffect ?? (direction === 'none' ? 'original' : 'correction');
    assertEffectDate(effect, correctionEffectDate, issueDate);
    return { effect, effectDate: correctionEffectDate ?? null };
}

/** Refuses a day of an effect that has none, an effect without its day, and a slip of the year. */
function assertEffectDate(effect: CorrectionEffect, date: string | undefined, issueDate: string): void {
    const field = 'correctionEffectDate';
    if (effect === 'other' && date === undefined) {
        throw refusedField('VALIDATION_FAILED', field, 'is required with correctionEffect other', 'REQUIRED');
    }
    if (effect !== 'other' && date !== undefined) {
        throw refusedField('VALIDATION_FAILED', field, 'is only allowed with correctionEffect other', 'NOT_ALLOWED');
    }
    const latest = addDays(issueDate, maxDaysToEffect);
    if (date !== undefined && date > latest) {
        throw refusedField('VALIDATION_FAILED', field,
            `must not be more than ${maxDaysToEffect} days after the issue date ${issueDate}`, 'TOO_LATE');
    }
}

/** Facts that decide on the day on which a corrective's amounts count. */
export type Effect = Pick<Correction, 'effect' | 'effectDate'> & {
    readonly direction: Direction;
    /** Issue date of the corrective. */
    readonly issueDate: string;
};

/**
 * The day on which each amount of a corrective counts, never before the tax arose. A raise counts by its effect. A
 * reduction counts when the seller has the buyer's confirmation: null until then. A change of data counts on the tax
 * point of each amount.
 * @see Ustawa o VAT art. 29a ust. 13-18
 */
export function countedOnBy(effect: Effect): NonNullable<DocumentAmounts['countedOn']> {
    return (row) => {
        const day = effect.direction === 'reduction' ? dayOfReduction(effect, row) : dayOfRaise(effect, row);
        return day === null ? null : later(day, row.date);
    };
}

function dayOfRaise({ direction, effect, effectDate, issueDate }: Effect, { date }: TaxPointAmounts): string {
    if (direction === 'none' || effect === 'original') {
        return date;
    }
    return effectDate ?? issueDate;
}

function dayOfReduction(
    { issueDate }: Effect, { category, word, netMinor, vatMinor }: TaxPointAmounts
): string | null {
    const isNothing = netMinor === 0n && vatMinor === 0n;
    const isTaxedElsewhere = word === 'np_art100' || withoutConfirmation.includes(category);
    return isNothing || isTaxedElsewhere || issueDate < confirmationsSince ? issueDate : null;
}
