import { contactId } from './ids.ts';

/** A contact of the example catalogue. All are invented; no tax office gives numbers that begin with 999. */
export type CatalogueContact = {
    readonly id: string;
    readonly company: string | null;
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string | null;
    readonly nip: string | null;
    readonly regon: string | null;
    readonly vatPayer: boolean;
    readonly businessType: 'b2b' | 'b2c' | 'b2g';
    readonly street: string | null;
    readonly city: string | null;
    readonly postalCode: string | null;
    readonly voivodeship: string | null;
    readonly country: string;
    readonly isActive: boolean;
    readonly isArchived: boolean;
};

type Row = Partial<CatalogueContact> & Pick<CatalogueContact, 'firstName' | 'lastName'>;

const company = { businessType: 'b2b', vatPayer: true } as const;
const mazowieckie = { city: 'Warszawa', postalCode: '00-999', voivodeship: 'mazowieckie' } as const;
const malopolskie = { city: 'Kraków', postalCode: '30-999', voivodeship: 'małopolskie' } as const;
const pomorskie = { city: 'Gdańsk', postalCode: '80-999', voivodeship: 'pomorskie' } as const;

const rows: readonly Row[] = [
    {
        ...company, ...mazowieckie, company: 'Podłogi Przykładowe Sp. z o.o.', firstName: 'Anna', lastName: 'Wzorcowa',
        email: 'biuro@podlogi-przykladowe.example', nip: '9990001019', regon: '990010138', street: 'ul. Klonowa 1'
    },
    {
        ...company, ...malopolskie, company: 'Deweloper Zmyślony S.A.', firstName: 'Piotr', lastName: 'Niebyły',
        email: 'faktury@deweloper-zmyslony.example', nip: '9990003030', regon: '990020266', street: 'ul. Wymyślona 22'
    },
    {
        ...company, ...pomorskie, company: 'Hotel Bursztynowy Sen Sp. z o.o.', firstName: 'Ewa', lastName: 'Falista',
        email: 'ksiegowosc@bursztynowy-sen.example', nip: '9990004041', regon: '990030394', street: 'ul. Plażowa 3'
    },
    {
        ...company, company: 'Remonty Zielony Młotek', firstName: 'Tomasz', lastName: 'Młotkowski',
        email: 'kontakt@zielony-mlotek.example',
        nip: '9990005052', regon: '990040524', street: 'ul. Warsztatowa 7/2', city: 'Wrocław', postalCode: '50-999',
        voivodeship: 'dolnośląskie'
    },
    {
        ...company, company: 'Biura Na Niby Sp. k.', firstName: 'Zofia', lastName: 'Pozorna',
        email: 'najem@biura-na-niby.example', nip: '9990006063', regon: '990050652', street: 'al. Umowna 100',
        city: 'Poznań', postalCode: '60-999', voivodeship: 'wielkopolskie'
    },
    {
        ...company, ...mazowieckie, company: 'Gabinet Stomatologiczny Uśmiechnięty Ząb',
        firstName: 'Marek', lastName: 'Trzonowy', email: 'gabinet@usmiechniety-zab.example', nip: '9990007074',
        regon: '990060780', street: 'ul. Mleczna 5', vatPayer: false
    },
    {
        ...company, ...malopolskie, company: 'Kawiarnia Fikcja', firstName: 'Olga', lastName: 'Filiżanka',
        email: 'kawa@fikcja.example', nip: '9990008085', regon: '990070910', street: 'Rynek Nieistniejący 12'
    },
    {
        ...company, company: 'Fabryka Mebli Półprawda Sp. z o.o.', firstName: 'Jan', lastName: 'Szufladowy',
        email: 'zakupy@polprawda.example', nip: '9990009096', regon: '990081049',
        street: 'ul. Tartaczna 40', city: 'Olsztyn', postalCode: '10-999', voivodeship: 'warmińsko-mazurskie'
    },
    {
        ...mazowieckie, company: 'Gmina Przykładowice', businessType: 'b2g', vatPayer: true,
        firstName: 'Halina', lastName: 'Urzędowa',
        email: 'urzad@przykladowice.example', nip: '9990010107', regon: '990091177', street: 'pl. Gminny 1'
    },
    {
        ...pomorskie, company: 'Szkoła Podstawowa nr 999 w Gdańsku', businessType: 'b2g',
        vatPayer: false, firstName: 'Irena', lastName: 'Tablicowa', email: 'sekretariat@sp999.example',
        nip: '9990011118', regon: '990101303', street: 'ul. Kredowa 9'
    },
    // The last digits of the next two are wrong: contacts-service checks only the length.
    {
        ...company, ...malopolskie, company: 'Błędny Numer Sp. z o.o.', firstName: 'Adam', lastName: 'Pomyłka',
        email: 'biuro@bledny-numer.example', nip: '9990012120', regon: '990111431', street: 'ul. Literówki 4'
    },
    {
        ...company, ...mazowieckie, company: 'Przestawione Cyfry s.c.', firstName: 'Beata', lastName: 'Czeska',
        email: 'biuro@przestawione-cyfry.example', nip: '9990041014', regon: '990121560', street: 'ul. Odwrotna 6'
    },
    {
        ...company, company: 'Zamknięty Rozdział Sp. z o.o. w likwidacji', firstName: 'Cezary', lastName: 'Ostatni',
        email: 'archiwum@zamkniety-rozdzial.example', nip: '9990014140', regon: '990131698',
        street: 'ul. Dawna 13', city: 'Łódź',
        postalCode: '90-999', voivodeship: 'łódzkie', isActive: false, isArchived: true
    },
    {
        ...company, company: 'Dielen & Beispiel GmbH', firstName: 'Heidi', lastName: 'Muster',
        email: 'rechnung@dielen-beispiel.example', nip: null, regon: null, street: 'Musterstraße 8', city: 'Görlitz',
        postalCode: '02826', voivodeship: null, country: 'DE'
    },
    {
        ...company, company: 'Studio Wnętrz Bez Adresu', firstName: 'Karolina', lastName: 'Kanapa',
        email: 'studio@bez-adresu.example', nip: '9990015151', regon: '990141828'
    },
    {
        ...company, ...pomorskie, company: 'Żeglarnia Suchy Pokład', firstName: 'Łukasz',
        lastName: 'Żagiel', nip: '9990016162', regon: '990151956', street: 'ul. Portowa 2', email: null
    },
    {
        ...mazowieckie, firstName: 'Jadwiga', lastName: 'Parkietowa', email: 'jadwiga@parkietowa.example',
        street: 'ul. Sosnowa 15 m. 4'
    },
    {
        ...malopolskie, firstName: 'Stanisław', lastName: 'Panelowski',
        email: 'stanislaw@panelowski.example', street: 'ul. Dębowa 21'
    },
    {
        ...pomorskie, firstName: 'Grażyna', lastName: 'Listewka', email: 'grazyna@listewka.example',
        street: 'ul. Jesionowa 33/7'
    },
    {
        firstName: 'Mirosław', lastName: 'Jodełka', email: null, street: 'Kolonia Wymyślna 3',
        city: 'Suwałki', postalCode: '16-999', voivodeship: 'podlaskie'
    },
    {
        firstName: 'Wanda', lastName: 'Cyklina-Przykładna', email: 'wanda@cyklina.example',
        street: 'os. Zmyślone 5/12', city: 'Lublin', postalCode: '20-999', voivodeship: 'lubelskie'
    },
    {
        firstName: 'Zbigniew', lastName: 'Nieaktywny', email: 'zbigniew@nieaktywny.example',
        street: 'ul. Cicha 1', city: 'Opole', postalCode: '45-999', voivodeship: 'opolskie', isActive: false
    },
    // The last digit of its REGON is wrong.
    {
        ...company, ...mazowieckie, company: 'Krzywa Statystyka Sp. z o.o.', firstName: 'Dorota', lastName: 'Średnia',
        email: 'biuro@krzywa-statystyka.example', nip: '9990017173', regon: '123456789', street: 'ul. Błędna 9'
    }
];

/**
 * The shop's customers: 23, of which 17 companies and public bodies and 6 persons. Number 6 and 10 have a NIP and pay
 * no VAT, 11 and 12 have a NIP with a wrong checksum, 13 is archived, 14 is German, 15 has no address, 16 and 20 no
 * e-mail, 22 is inactive, 23 has a REGON with a wrong checksum.
 */
export const catalogueContacts: readonly CatalogueContact[] = rows.map((row, index) => ({
    company: null, email: null, nip: null, regon: null, vatPayer: false, businessType: 'b2c', street: null,
    city: null, postalCode: null,
    voivodeship: null, country: 'PL', isActive: true, isArchived: false, ...row, id: contactId(index + 1)
}));
