-- Rows that a job's SQL left out, since they came behind the watermark.
ALTER TABLE ${flyway:defaultSchema}.Task_Metadata ADD late_rows BIGINT;
