import type { PrintTexts } from './print-texts.ts';

/** Polish texts, in the words of the VAT act where it has them. @see Ustawa o VAT art. 106e, 106f, 106j, 106l */
export const polishTexts = {
    headings: {
        invoice: 'Faktura', final: 'Faktura końcowa', advance: 'Faktura zaliczkowa', corrective: 'Faktura korygująca',
        proforma: 'Faktura pro forma', draft: 'wersja robocza'
    },
    marks: {
        duplicate: 'DUPLIKAT z dnia {date}', annulled: 'Anulowana dnia {date}', cancelled: 'Cofnięta dnia {date}',
        annulledWatermark: 'ANULOWANA', draftWatermark: 'PROJEKT'
    },
    facts: {
        issueDate: 'Data wystawienia', saleDate: 'Data sprzedaży', receivedOn: 'Data otrzymania zapłaty',
        dueDate: 'Termin płatności', orderNumber: 'Numer zamówienia', buyerReference: 'Numer referencyjny',
        proforma: 'Pro forma', corrected: 'Do faktury', correctedDate: 'Wystawionej dnia', ksefNumber: 'Numer KSeF'
    },
    parties: {
        seller: 'Sprzedawca', buyer: 'Nabywca', nip: 'NIP', vatId: 'NIP UE', taxId: 'Nr podatkowy', regon: 'REGON',
        phone: 'tel.', email: 'e-mail', contact: 'Kontakt',
        roles: {
            factor: 'Faktor', recipient: 'Odbiorca', original_seller: 'Podmiot pierwotny',
            additional_buyer: 'Dodatkowy nabywca', issuer: 'Wystawca', payer: 'Płatnik', jst_issuer: 'JST – wystawca',
            jst_recipient: 'JST – odbiorca', vat_group_issuer: 'Członek grupy VAT – wystawca',
            vat_group_recipient: 'Członek grupy VAT – odbiorca', employee: 'Pracownik'
        }
    },
    lines: {
        position: 'Lp.', description: 'Nazwa towaru lub usługi', quantity: 'Ilość', unit: 'J.m.',
        netPrice: 'Cena netto', grossPrice: 'Cena brutto', discount: 'Rabat', vatRate: 'VAT', net: 'Wartość netto',
        vat: 'Kwota VAT', gross: 'Wartość brutto', total: 'Razem', priceFor: 'cena za {quantity} {unit}',
        discountPercent: 'rabat {percent}%', carriedFrom: 'Z przeniesienia', carriedTo: 'Do przeniesienia',
        before: 'Przed korektą', after: 'Po korekcie', difference: 'Różnica', order: 'Zamówienie lub umowa', none: '–'
    },
    breakdown: {
        rate: 'Stawka', total: 'Razem', inVatCurrency: 'VAT ({currency})', difference: 'Różnica',
        rates: { zw: 'zw.', np: 'np.', np_art100: 'np. UE', oo: 'oo', k: '0% WDT', g: '0% EX' }
    },
    advances: {
        heading: 'Rozliczone faktury zaliczkowe', others: 'Pozostałe faktury zaliczkowe zamówienia',
        givenBack: 'Faktury zaliczkowe, których rozliczenie cofnięto', number: 'Numer', date: 'Data',
        total: 'Razem zaliczki'
    },
    due: {
        toPay: 'Do zapłaty', toReturn: 'Do zwrotu', unchanged: 'Zmiana kwoty należności',
        received: 'Otrzymana zaliczka', gross: 'Wartość brutto', whole: 'Zamówienie brutto',
        advances: 'Zaliczki', paid: 'Zapłacono', credited: 'Korekty', words: 'Słownie: {words}'
    },
    payment: {
        method: 'Sposób zapłaty', account: 'Numer rachunku', bank: 'Bank', title: 'Tytuł przelewu',
        terms: 'Warunki płatności', scan: 'Zeskanuj w aplikacji banku', dueDate: 'Zapłać do',
        methods: {
            bank_transfer: 'przelew', cash: 'gotówka', card: 'karta płatnicza', blik: 'BLIK', other: 'inny'
        }
    },
    statements: {
        splitPayment: 'mechanizm podzielonej płatności', exemption: 'Podstawa zwolnienia z VAT: {reason}',
        exchangeRate: 'Kurs: 1 {currency} = {rate} {vatCurrency} ({source}, {date})',
        exchangeRateOfDay: 'Kurs dla obowiązku podatkowego z dnia {day}: '
            + '1 {currency} = {rate} {vatCurrency} ({source}, {date})',
        receivedPayment: 'Zapłatę {amount} otrzymano przed sprzedażą, dnia {date}',
        proforma: 'PRO FORMA. Ten dokument nie jest fakturą w rozumieniu ustawy o VAT i nie jest podstawą do '
            + 'odliczenia podatku.',
        correctionReason: 'Przyczyna korekty: {reason}', correctedData: '{field}: było „{before}”, jest „{after}”',
        cancelled: 'Przyczyna: {reason}', yes: 'tak', no: 'nie', reasons: {},
        sources: { nbp: 'NBP, tabela {table}', manual: 'kurs podany przez sprzedawcę' }
    },
    ksef: { title: 'KSeF' },
    fields: {
        customerName: 'Nazwa nabywcy', customerNIP: 'NIP nabywcy', customerTaxId: 'Nr podatkowy nabywcy',
        customerREGON: 'REGON nabywcy', customerAddress: 'Adres nabywcy', customerStreet: 'Ulica nabywcy',
        customerPostalCode: 'Kod pocztowy nabywcy', customerCity: 'Miejscowość nabywcy',
        customerCountry: 'Kraj nabywcy', customerVATPayer: 'Nabywca jest podatnikiem VAT',
        saleDate: 'Data sprzedaży', taxPointDate: 'Data powstania obowiązku podatkowego',
        dueDate: 'Termin płatności', orderNumber: 'Numer zamówienia', paymentTerms: 'Warunki płatności',
        buyerIsJstUnit: 'Nabywca jest jednostką podrzędną JST', buyerIsVatGroupMember: 'Nabywca jest w grupie VAT'
    },
    notes: 'Uwagi',
    page: 'strona',
    of: 'z'
} as const satisfies PrintTexts;
