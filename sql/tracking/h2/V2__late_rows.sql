-- Rows that a job's SQL left out, since they came behind the watermark.
ALTER TABLE Task_Metadata ADD COLUMN IF NOT EXISTS late_rows BIGINT;
