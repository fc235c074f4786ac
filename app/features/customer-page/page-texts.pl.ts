import type { PageTexts } from './page-texts.ts';

/** Polish texts of the customer's page. */
export const polishPageTexts = {
    languageName: 'Polski',
    languages: 'Język strony',
    skip: 'Przejdź do dokumentu',
    states: {
        due: 'Do zapłaty', overdue: 'Po terminie', partial: 'Zapłacona w części', paid: 'Zapłacona',
        settled: 'Rozliczona', cancelled: 'Nie płać', offer: 'Pro forma', converted: 'Jest już faktura',
        received: 'Zaliczka otrzymana'
    },
    stateDetails: {
        dueBy: 'Termin płatności: {date}', overdueSince: 'Termin płatności minął {date}',
        paidOn: 'Całość wpłynęła {date}. Dziękujemy.',
        annulled: 'Dokument został anulowany {date} i nie trzeba go opłacać.',
        cancelled: 'Dokument został cofnięty {date} i nie trzeba go opłacać.',
        converted: 'Do tego dokumentu wystawiono fakturę. Prosimy opłacić fakturę.',
        offer: 'To nie jest faktura w rozumieniu ustawy o VAT.',
        received: 'Ten dokument potwierdza zapłatę otrzymaną przed sprzedażą.',
        changes: 'Ta korekta zmienia fakturę {number} o {amount}.',
        debtOf: 'Kwota do zapłaty dotyczy faktury {number} po korektach.'
    },
    correctives: 'Korekty tego dokumentu',
    corrective: '{number} z dnia {date}: {amount}',
    finalInvoice: 'Zaliczkę rozlicza faktura {number}',
    back: 'Wróć do dokumentu {number}',
    amountDue: 'Do zapłaty teraz',
    gross: 'Wartość brutto',
    paid: 'Zapłacono',
    credited: 'Korekty i potrącenia',
    howToPay: 'Jak zapłacić',
    amount: 'Kwota',
    copy: 'Kopiuj: {what}',
    copied: 'Skopiowano: {what}',
    downloads: 'Pliki do pobrania',
    pdf: 'Pobierz PDF',
    eInvoice: 'Pobierz e-fakturę (XML)',
    facturX: 'Pobierz PDF z e-fakturą (Factur-X)',
    details: 'Dane dokumentu',
    parties: 'Strony',
    sums: 'Podsumowanie VAT',
    lines: 'Pozycje',
    validUntil: 'Link działa do {date}. Daje dostęp do dokumentu każdemu, kto go ma.',
    messages: {
        notFound: {
            title: 'Nie ma takiej strony',
            text: 'Link jest niepełny, wygasł albo został wycofany. Poproś nadawcę dokumentu o nowy link.'
        },
        tooMany: {
            title: 'Za dużo zapytań', text: 'Z tego adresu przyszło zbyt wiele zapytań. Spróbuj ponownie za minutę.'
        },
        busy: {
            title: 'Chwilowa przerwa', text: 'Strona jest teraz niedostępna. Spróbuj ponownie za kilka minut.'
        },
        failed: {
            title: 'Coś się nie udało', text: 'Po naszej stronie wystąpił błąd. Spróbuj ponownie za kilka minut.'
        }
    }
} as const satisfies PageTexts;
