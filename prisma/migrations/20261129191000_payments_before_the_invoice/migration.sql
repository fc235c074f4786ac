-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "received_payments" JSONB;
