-- CreateTable
CREATE TABLE "document_file" (
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "language" TEXT NOT NULL,
    "content" BYTEA NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "template_version" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_file_pkey" PRIMARY KEY ("organisation_id","invoice_id","state","day")
);

-- What follows can't be said in schema.prisma.

-- A PDF is compressed already.
ALTER TABLE "document_file" ALTER COLUMN "content" SET STORAGE EXTERNAL;

ALTER TABLE "document_file"
    ADD CONSTRAINT "document_file_state_check" CHECK ("state" IN ('issued', 'annulled', 'ksef_accepted', 'duplicate')),
    ADD CONSTRAINT "document_file_size_check" CHECK ("size" = octet_length("content")),
    ADD CONSTRAINT "document_file_sha256_check" CHECK ("sha256" = encode(sha256("content"), 'hex'));

CREATE TRIGGER "document_file_kept" BEFORE UPDATE OR DELETE ON "document_file"
    FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
CREATE TRIGGER "document_file_not_emptied" BEFORE TRUNCATE ON "document_file"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_removal"();
