-- Tables of the CRM's other services, and those of its own invoices-service, in the schema that all of them share.
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE TYPE invoices_status_enum AS ENUM ('draft', 'sent', 'paid', 'overdue', 'cancelled');
CREATE TABLE migrations (id serial PRIMARY KEY, "timestamp" bigint NOT NULL, name varchar NOT NULL);
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), email varchar(255) NOT NULL UNIQUE, role varchar(50)
);
CREATE TABLE contacts (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), company varchar(255), nip varchar(20));
CREATE TABLE products (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), product_name varchar(255), selling_price_per_unit numeric(10, 2)
);
CREATE TABLE services (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), name varchar(255), base_price numeric(10, 2));
CREATE TABLE quotes (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), contact_id uuid REFERENCES contacts (id), total_gross numeric(12, 2)
);
CREATE TABLE invoices (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), invoice_number varchar(50) NOT NULL UNIQUE,
    status invoices_status_enum NOT NULL DEFAULT 'draft', total_gross numeric(12, 2) NOT NULL
);
CREATE TABLE invoice_items (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), invoice_id uuid NOT NULL REFERENCES invoices (id), description text
);
INSERT INTO migrations ("timestamp", name) VALUES (1700000000000, 'CreateCrm1700000000000');
INSERT INTO users (email, role) VALUES ('anna@example.com', 'admin');
INSERT INTO contacts (company, nip) VALUES ('Budowa Domów sp. z o.o.', '5260250274');
INSERT INTO invoices (invoice_number, status, total_gross) VALUES ('FV/2026/10/0041', 'sent', 1230.00);
INSERT INTO invoice_items (invoice_id, description) SELECT id, 'Montaż podłogi' FROM invoices;
