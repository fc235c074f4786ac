-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "order_number" TEXT,
ADD COLUMN     "content_format" SMALLINT;
