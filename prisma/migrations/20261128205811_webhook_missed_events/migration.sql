-- AlterTable
ALTER TABLE "webhook_endpoint" ADD COLUMN     "missed_after" BIGINT;
