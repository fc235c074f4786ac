import { productId } from './ids.ts';

/** A product of the example catalogue. Decimals are text, as in the column they stand for. */
export type CatalogueProduct = {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly category: string;
    /** Selling unit: `m²`, `mb`, `szt`, `paczka`. */
    readonly unit: string;
    /** Net selling price of one base unit, in the documented form of one unit; null for a product that has none. */
    readonly price: string | null;
    /** Purchase price of one unit; null when the shop does not know it. */
    readonly purchasePrice: string | null;
    readonly currency: string;
    readonly status: 'active' | 'inactive' | 'discontinued';
    /** Unit that the deployed form states prices for. */
    readonly baseUnit: string;
    /** Base units in one selling unit; null when the shop does not know it. */
    readonly unitsPerSellingUnit: string | null;
    /** Square metres of one package, where it is sold that way. */
    readonly packageM2: string | null;
};

type Row = readonly [
    code: string, name: string, category: string, unit: string, price: string | null, purchasePrice: string | null,
    more?: Partial<CatalogueProduct>
];

const rows: readonly Row[] = [
    ['PAN-001', 'Panel laminowany Dąb Wiślany AC4 8 mm', 'panele', 'm²', '58.90', '41.20', { packageM2: '2.131' }],
    ['PAN-002', 'Panel laminowany Dąb Mazurski AC4 8 mm', 'panele', 'm²', '54.50', '38.15', { packageM2: '2.131' }],
    ['PAN-003', 'Panel laminowany Jesion Polarny AC5 10 mm', 'panele', 'm²', '79.99', '55.40', { packageM2: '1.845' }],
    ['PAN-004', 'Panel laminowany Orzech Karpacki AC5 12 mm', 'panele', 'm²', '96.30', '67.00', { packageM2: '1.517' }],
    ['PAN-005', 'Panel laminowany Beton Loft AC5 8 mm', 'panele', 'm²', '71.25', '49.88', { packageM2: '2.397' }],
    ['PAN-006', 'Panel laminowany Sosna Bielona AC3 7 mm', 'panele', 'm²', '39.90', '27.10', { packageM2: '2.470' }],
    ['PAN-007', 'Panel laminowany Wiąz Nadmorski AC4 8 mm', 'panele', 'm²', '56.70', '39.69', {
        packageM2: '2.131', status: 'discontinued'
    }],
    ['WIN-001', 'Panel winylowy SPC Dąb Ciepły 5 mm', 'panele winylowe', 'm²', '118.40',
        '82.90', { packageM2: '2.196' }],
    ['WIN-002', 'Panel winylowy SPC Dąb Szary 5 mm', 'panele winylowe', 'm²', '118.40',
        '82.90', { packageM2: '2.196' }],
    ['WIN-003', 'Panel winylowy SPC Jodełka Miodowa 6 mm', 'panele winylowe', 'm²', '149.00',
        '104.30', { packageM2: '1.152' }],
    ['WIN-004', 'Panel winylowy klejony Kamień Grafit 2,5 mm', 'panele winylowe', 'm²', '92.15',
        '64.50', { packageM2: '3.344' }],
    ['WIN-005', 'Panel winylowy klejony Łupek 2,5 mm', 'panele winylowe', 'm²', '89.99', '63.00', {
        packageM2: '3.344', status: 'inactive'
    }],
    ['DES-001', 'Deska trójwarstwowa Dąb Natur 14 mm', 'deski', 'm²', '189.00', '132.30', { packageM2: '2.770' }],
    ['DES-002', 'Deska trójwarstwowa Dąb Rustik olejowana 14 mm', 'deski', 'm²', '209.50',
        '146.65', { packageM2: '2.770' }],
    ['DES-003', 'Deska dwuwarstwowa Dąb Jodełka 10 mm', 'deski', 'm²', '239.99', '168.00', { packageM2: '0.864' }],
    ['DES-004', 'Deska lita Dąb 20 mm', 'deski', 'm²', '319.00', '223.30', { packageM2: '1.080' }],
    ['DES-005', 'Deska lita Jesion 20 mm', 'deski', 'm²', '305.75', '214.00', { packageM2: '1.080' }],
    ['DES-006', 'Deska podłogowa Merbau 15 mm', 'deski', 'm²', null, null, { packageM2: '1.200' }],
    ['DES-007', 'Parkiet przemysłowy Dąb 22 mm', 'deski', 'm²', '129.90', '90.95', { packageM2: '1.000' }],
    ['TAR-001', 'Deska tarasowa Modrzew 27 mm', 'tarasy', 'mb', '24.80', '16.90'],
    ['TAR-002', 'Deska tarasowa kompozytowa Grafit', 'tarasy', 'mb', '38.45', '26.90'],
    ['LIS-001', 'Listwa przypodłogowa MDF biała 80 mm', 'listwy', 'mb', '14.20', '8.95'],
    ['LIS-002', 'Listwa przypodłogowa MDF biała 120 mm', 'listwy', 'mb', '19.90', '12.60'],
    ['LIS-003', 'Listwa przypodłogowa dąb lakierowany 60 mm', 'listwy', 'mb', '32.50', '22.75'],
    ['LIS-004', 'Listwa przypodłogowa polimerowa wodoodporna 95 mm', 'listwy', 'mb', '27.35', '18.40'],
    ['LIS-005', 'Ćwierćwałek dąb 16 mm', 'listwy', 'mb', '9.99', '6.20'],
    ['LIS-006', 'Listwa progowa aluminiowa srebrna 40 mm × 0,93 m', 'listwy', 'szt', '34.90', '21.30'],
    ['LIS-007', 'Listwa schodowa aluminiowa szampan 2,7 m', 'listwy', 'szt', '89.00', '58.40'],
    ['LIS-008', 'Zestaw narożników do listwy 80 mm', 'listwy', 'paczka', '12.60', '7.10'],
    ['POD-001', 'Podkład XPS 3 mm', 'podkłady', 'm²', '6.45', '3.98', { packageM2: '15.000' }],
    ['POD-002', 'Podkład PUM mineralny 1,5 mm', 'podkłady', 'm²', '22.90', '15.10', { packageM2: '8.000' }],
    ['POD-003', 'Podkład korkowy 2 mm', 'podkłady', 'm²', '18.75', '12.30', { packageM2: '10.000' }],
    ['POD-004', 'Folia paroizolacyjna 0,2 mm', 'podkłady', 'm²', '2.35', '1.20', { packageM2: '25.000' }],
    ['POD-005', 'Mata pod ogrzewanie podłogowe 1,6 mm', 'podkłady', 'm²', '16.40', '10.90', { packageM2: '8.500' }],
    ['KLE-001', 'Klej do parkietu elastyczny 15 kg', 'kleje', 'szt', '329.00', '231.00'],
    ['KLE-002', 'Klej do paneli winylowych 12 kg', 'kleje', 'szt', '264.50', '186.20'],
    ['KLE-003', 'Klej montażowy do listew 290 ml', 'kleje', 'szt', '27.90', '17.40'],
    ['KLE-004', 'Grunt poliuretanowy 5 kg', 'kleje', 'szt', '238.00', '167.00'],
    ['LAK-001', 'Lakier do parkietu półmat 5 l', 'lakiery i oleje', 'szt', '412.00', '288.00'],
    ['LAK-002', 'Olejowosk bezbarwny 2,5 l', 'lakiery i oleje', 'szt', '356.80', '249.00'],
    ['LAK-003', 'Środek do pielęgnacji podłóg 1 l', 'lakiery i oleje', 'szt', '46.30', '29.80'],
    ['LAK-004', 'Zestaw naprawczy do drewna', 'lakiery i oleje', 'paczka', '68.99', '44.10', { status: 'inactive' }],
    ['IMP-001', 'Deska inżynierska Eiche Alpen 15 mm', 'deski', 'm²', '64.90', '45.40',
        { currency: 'EUR', packageM2: '1.980' }],
    ['AKC-001', 'Kliny dystansowe', 'akcesoria', 'paczka', '8.49', '3.90'],
    ['AKC-002', 'Rozeta do rur 15 mm dąb', 'akcesoria', 'szt', '5.15', '2.40'],
    ['AKC-003', 'Próbka podłogi 20 × 20 cm', 'akcesoria', 'szt', '0.00', '0.00'],
    ['PAC-001', 'Panel laminowany Dąb Rzeczny AC4, paczka', 'panele', 'paczka', '100.00', '70.00', {
        baseUnit: 'm²', unitsPerSellingUnit: '2.1234', packageM2: '2.123'
    }],
    ['PAC-002', 'Listwa przypodłogowa MDF biała, paczka', 'listwy', 'paczka', '12.00', '8.00', {
        baseUnit: 'm', unitsPerSellingUnit: null
    }],
    ['PAC-003', 'Podkład korkowy 4 mm, rolka', 'podkłady', 'rolka', '21.50', '14.20', {
        baseUnit: 'm²', unitsPerSellingUnit: '0.0000'
    }]
];

/**
 * Products of the flooring shop: 49, all in PLN but `IMP-001`; `DES-006` has no price, `AKC-003` a price of zero. The
 * last three are priced by another unit than they are sold by; of `PAC-002` and `PAC-003` nobody knows how many.
 */
export const catalogueProducts: readonly CatalogueProduct[] = rows.map((row, index) => {
    const [code, name, category, unit, price, purchasePrice, more] = row;
    const usual = {
        currency: 'PLN', status: 'active', packageM2: null, unitsPerSellingUnit: '1.0000',
        baseUnit: unit === 'm²' || unit === 'mb' ? unit : 'piece'
    } as const;

    return { id: productId(index + 1), code, name, category, unit, price, purchasePrice, ...usual, ...more };
});
