-- When an open run was asked to stop; it looks each time it renews its lease.
ALTER TABLE ${flyway:defaultSchema}.Job_Metadata ADD stop_requested_at DATETIME2(3);
