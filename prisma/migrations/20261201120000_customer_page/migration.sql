-- The page that a customer opens with a link. Two new tables, which the build before this one does not know.

-- CreateTable
CREATE TABLE "page_link" (
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "page_link_pkey" PRIMARY KEY ("organisation_id","invoice_id","id")
);

-- CreateTable
CREATE TABLE "page_view" (
    "organisation_id" TEXT NOT NULL,
    "invoice_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "device" TEXT NOT NULL,
    "link_id" UUID NOT NULL,
    "viewed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "page_view_pkey" PRIMARY KEY ("organisation_id","invoice_id","day","device")
);

-- CreateIndex
CREATE UNIQUE INDEX "page_link_token_hash_key" ON "page_link"("token_hash");

-- What follows can't be said in schema.prisma.

-- SHA-256, and never the token itself.
ALTER TABLE "page_link" ADD CONSTRAINT "page_link_token_hash_check" CHECK (octet_length("token_hash") = 32);
ALTER TABLE "page_link" ADD CONSTRAINT "page_link_expires_at_check" CHECK ("expires_at" > "created_at");
ALTER TABLE "page_view" ADD CONSTRAINT "page_view_device_check" CHECK ("device" IN ('phone', 'desktop'));
CREATE TRIGGER "page_view_kept" BEFORE UPDATE OR DELETE ON "page_view" FOR EACH ROW EXECUTE FUNCTION "refuse_removal"();
