import { serviceId } from './ids.ts';

/** A service of the example catalogue. Decimals are text with the column's scale; null where the row has none. */
export type CatalogueService = {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly category: string;
    readonly material: string;
    readonly installationMethod: string;
    readonly flooringForm: string;
    readonly pattern: string;
    readonly status: 'active' | 'inactive' | 'discontinued' | null;
    readonly pricingModel: 'per_m2' | 'hourly' | 'daily' | 'project' | 'per_room' | null;
    /** Rate of the tier basic. */
    readonly basic: string | null;
    /** Rate of the tier standard; null: basic × 1.15. */
    readonly standard: string | null;
    /** Rate of the tier premium; null: basic × 1.25. */
    readonly premium: string | null;
    readonly minimumCharge: string | null;
    /** Rate of an hour, for the model `hourly`. */
    readonly hourlyRate: string | null;
    /** Rate of a day, for the model `daily`. */
    readonly dailyRate: string | null;
    /** Quantity from which `volumeDiscountPercent` is taken off. */
    readonly volumeThreshold: string | null;
    readonly volumeDiscountPercent: string | null;
    /** Multiplier of the season, used only when the adjustment is active. */
    readonly seasonalMultiplier: string;
    readonly seasonalAdjustmentActive: boolean;
    readonly vatRate: 0 | 8 | 23 | null;
};

const usual = {
    category: 'montaż', material: 'laminat', installationMethod: 'pływająca', flooringForm: 'panel',
    pattern: 'prosty', status: 'active', pricingModel: 'per_m2', standard: null, premium: null, minimumCharge: '150.00',
    hourlyRate: null, dailyRate: null,
    volumeThreshold: '80.00', volumeDiscountPercent: '5.00',
    seasonalMultiplier: '1.000', seasonalAdjustmentActive: false, vatRate: 23
} as const;

const rows: readonly (Partial<CatalogueService> & Pick<CatalogueService, 'code' | 'name' | 'basic'>)[] = [
    // Number 1 is service A of upstreams.md section 3: the tests know its figures.
    {
        code: 'MON-PAN', name: 'Montaż paneli laminowanych na klik', basic: '41.37',
        standard: '47.58', premium: '51.71',
        minimumCharge: '150.50', volumeThreshold: '60.00', volumeDiscountPercent: '7.50'
    },
    // Number 2 is service B of that section: hourly, in season. Its rate of an hour is invented.
    {
        code: 'PRA-DOD', name: 'Prace dodatkowe ekipy montażowej', basic: '12.34', standard: '14.19', premium: '15.43',
        pricingModel: 'hourly', hourlyRate: '90.00', minimumCharge: '0.00', volumeThreshold: '0.00',
        volumeDiscountPercent: '0.00',
        seasonalMultiplier: '1.125', seasonalAdjustmentActive: true, vatRate: 8
    },
    {
        code: 'MON-JOD', name: 'Montaż podłogi w jodełkę klasyczną', basic: '118.00', material: 'drewno',
        installationMethod: 'klejona', flooringForm: 'deska', pattern: 'jodła_klasyczna', minimumCharge: '600.00'
    },
    {
        code: 'MON-JFR', name: 'Montaż podłogi w jodełkę francuską', basic: '139.50',
        premium: '181.35', material: 'drewno',
        installationMethod: 'klejona', flooringForm: 'deska', pattern: 'jodła_francuska', minimumCharge: '800.00'
    },
    {
        code: 'CYK-LAK', name: 'Cyklinowanie i lakierowanie parkietu', basic: '69.90',
        category: 'renowacja', material: 'drewno',
        flooringForm: 'parkiet', minimumCharge: '900.00', volumeDiscountPercent: '10.00', vatRate: 8
    },
    {
        code: 'CYK-OLE', name: 'Cyklinowanie i olejowanie parkietu', basic: '82.40',
        category: 'renowacja', material: 'drewno', flooringForm: 'parkiet', minimumCharge: '900.00',
        seasonalMultiplier: '0.900', seasonalAdjustmentActive: true, vatRate: 8
    },
    {
        code: 'MON-LIS', name: 'Montaż listew przypodłogowych', basic: '14.00', category: 'montaż_listwy',
        pricingModel: 'per_room', minimumCharge: '210.00', volumeThreshold: '5.00', volumeDiscountPercent: '12.50'
    },
    {
        code: 'DEM-POD', name: 'Demontaż starej podłogi z wywozem', basic: '64.00',
        category: 'demontaż', pricingModel: 'daily', dailyRate: '960.00',
        minimumCharge: '480.00', volumeThreshold: '0.00', volumeDiscountPercent: '0.00', vatRate: 8
    },
    {
        code: 'WYL-SAM', name: 'Wylewka samopoziomująca', basic: '38.75', category: 'przygotowanie', material: 'cement',
        minimumCharge: '400.00'
    },
    {
        code: 'GRU-POD', name: 'Gruntowanie podłoża', basic: '6.20', category: 'przygotowanie', minimumCharge: '60.00',
        volumeThreshold: '100.00', volumeDiscountPercent: '30.00'
    },
    {
        code: 'POM-DOR', name: 'Pomiar i doradztwo z projektem układu', basic: '350.00',
        standard: '402.50', premium: '437.50', category: 'doradztwo', pricingModel: 'project', minimumCharge: '350.00',
        volumeThreshold: '0.00', volumeDiscountPercent: '0.00'
    },
    {
        code: 'MON-WIN', name: 'Montaż paneli winylowych klejonych', basic: '52.00', material: 'winyl',
        installationMethod: 'klejona', seasonalMultiplier: '1.300', vatRate: 8
    },
    {
        code: 'MON-DKL', name: 'Montaż deski klejonej (stara technologia)', basic: '88.00', material: 'drewno',
        installationMethod: 'klejona', flooringForm: 'deska', status: 'inactive'
    },
    {
        code: 'MON-PRG', name: 'Montaż progów w promocji', basic: '25.00', standard: '0.00', category: 'montaż_listwy',
        minimumCharge: '0.00', volumeThreshold: '0.00', volumeDiscountPercent: '0.00'
    },
    {
        code: 'IMP-STA', name: 'Pozycja przeniesiona ze starego cennika', basic: null,
        minimumCharge: null, volumeThreshold: null,
        volumeDiscountPercent: null, status: null, pricingModel: null, vatRate: null
    },
    {
        code: 'MON-MOZ', name: 'Układanie mozaiki parkietowej', basic: '74.00', material: 'drewno',
        installationMethod: 'klejona', flooringForm: 'mozaika', status: 'discontinued'
    },
    // Two services without a rate in their own model.
    { code: 'KON-GOD', name: 'Konsultacja na miejscu', basic: '20.00', category: 'doradztwo', pricingModel: 'hourly' },
    {
        code: 'EKI-DZI', name: 'Ekipa montażowa na dzień', basic: '30.00', pricingModel: 'daily', dailyRate: '0.00'
    }
];

/**
 * Services of the shop's fitters: 18, of all pricing models. `MON-DKL` is inactive, `MON-MOZ` discontinued. `MON-PRG`
 * answers a price of zero for the tier standard. `IMP-STA` has nulls in every column that may have one.
 * `KON-GOD` and `EKI-DZI` have no rate of an hour and of a day.
 */
export const catalogueServices: readonly CatalogueService[] = rows.map((row, index) =>
    ({ ...usual, ...row, id: serviceId(index + 1) }));
