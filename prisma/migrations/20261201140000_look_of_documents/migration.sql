-- AlterTable
ALTER TABLE "organisation" ADD COLUMN     "accent_color" TEXT,
ADD COLUMN     "document_footer" TEXT,
ADD COLUMN     "logo" JSONB;

-- CreateTable
CREATE TABLE "organisation_logo" (
    "organisation_id" TEXT NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "organisation_logo_pkey" PRIMARY KEY ("organisation_id")
);

-- AddForeignKey
ALTER TABLE "organisation_logo" ADD CONSTRAINT "organisation_logo_organisation_id_fkey" FOREIGN KEY ("organisation_id") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A build that knows another limit must not fill the table.
ALTER TABLE "organisation_logo" ADD CONSTRAINT "organisation_logo_size" CHECK (octet_length("content") BETWEEN 1 AND 1048576);
