-- When an open run was asked to stop; it looks each time it renews its lease.
ALTER TABLE Job_Metadata ADD COLUMN IF NOT EXISTS stop_requested_at TIMESTAMP(3);
