import type { CatalogueContact } from './catalogue/contacts.ts';
import { catalogueContacts } from './catalogue/contacts.ts';
import type { StandinRoute } from './standin-server.ts';
import { findById, found } from './wire.ts';

const createdAt = '2026-03-02T08:15:00.000Z';

/** contacts-service: `GET /contacts/{id}` below `/api/v1`. */
export const contactsRoutes: readonly StandinRoute[] = [{
    method: 'GET',
    path: '/contacts/{id}',
    answer: (id, _body, form) => {
        const contact = findById(catalogueContacts, id, 'Contact');
        if (!('isArchived' in contact)) {
            return contact;
        }
        return found(form === 'deployed' ? deployed(contact) : documented(contact));
    }
}];

/** The documented form. @see spec section 6 */
function documented(contact: CatalogueContact) {
    return {
        id: contact.id, company_name: contact.company, first_name: contact.firstName,
        last_name: contact.lastName, email: contact.email,
        nip: contact.nip, regon: contact.regon, vat_payer: contact.vatPayer, street: contact.street, city: contact.city,
        postal_code: contact.postalCode, voivodeship: contact.voivodeship, country: contact.country,
        business_type: contact.businessType, is_active: contact.isActive, is_archived: contact.isArchived
    };
}

/** The deployed form, with all 54 keys. @see upstreams.md section 5 */
function deployed(contact: CatalogueContact) {
    const { id, company, firstName, lastName, email, nip, regon, businessType, street, city, postalCode,
        voivodeship, country, isActive,
    isArchived } = contact;
    return {
        id, type: 'CLIENT', firstName, lastName, email, phone: null, company, position: null, nip, regon,
        krs: null, website: null, industry: null,
        companySize: null, businessType, projectType: null, projectDescription: null,
        estimatedValue: null, estimatedBudget: null, currency: 'PLN',
        timeline: null, address: street, street, city, postalCode, voivodeship, country,
        source: 'WEBSITE', sourceDetails: null, status: isArchived ? 'ARCHIVED' : 'NEW', priority: 'MEDIUM',
        qualificationScore: 0, interestLevel: null, requirements: null, tags: null,
        customFields: null, notes: null, assignedUserId: null, contactAttempts: 0,
        firstContactDate: null, lastContactDate: null, nextFollowUpDate: null,
        expectedCloseDate: null, lastPurchaseDate: null, clientSince: createdAt,
        convertedAt: null, totalPurchases: '0.00', gdprConsent: true,
        gdprConsentDate: createdAt, marketingConsent: false, isActive, isArchived, createdAt, updatedAt: createdAt
    };
}
