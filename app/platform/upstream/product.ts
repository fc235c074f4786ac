/** A product as products-service knows it, the same from both forms of its contract. */
export type Product = {
    readonly id: string;
    readonly name: string;
    readonly code: string | null;
    /** Selling unit as the shop writes it: `m²`, `mb`, `szt`, `paczka`. */
    readonly unit: string;
    /** Net price of a base unit in millionths, or of a selling unit where no base unit is named; null for no price. */
    readonly priceMicros: bigint | null;
    /** Unit that prices are stated for: `m²`, `m`, `piece`; null where the form has none. */
    readonly baseUnit: string | null;
    /** Number of base units in one selling unit, in millionths; null when the CRM has none. */
    readonly unitsPerSellingUnitMicros: bigint | null;
    /** ISO 4217; null when the contract's form does not say. */
    readonly currency: string | null;
    /** VAT rate in millionths of a percent; null where the form has none: the organisation's default then applies. */
    readonly vatPercentMicros: bigint | null;
    readonly targetMarginPercentMicros: bigint | null;
    readonly minimumPriceMicros: bigint | null;
    readonly active: boolean;
};

/** The price that products-service recommends for a wanted margin, of the same unit as the product's own price. */
export type OptimalPrice = { readonly priceMicros: bigint };
