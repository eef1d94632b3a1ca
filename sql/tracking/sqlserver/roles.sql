-- The rights on the tracking tables of SQL Server and Azure SQL, for the schema dbo; for another, put its name in place
-- of dbo throughout. Run it in the tracking database, as its owner, after `medallion migrate`, and again after each
-- upgrade. It may be run any number of times. Then: ALTER ROLE medallion_writer ADD MEMBER [etl];
--
--   medallion_migrator  makes and changes the tables (`migrate`), and deletes old rows (`prune`)
--   medallion_writer    runs jobs: adds rows and changes what changes; deletes nothing, and changes nothing in the log
--   medallion_reader    reads tables and views

IF DATABASE_PRINCIPAL_ID(N'medallion_migrator') IS NULL CREATE ROLE medallion_migrator;
IF DATABASE_PRINCIPAL_ID(N'medallion_writer') IS NULL CREATE ROLE medallion_writer;
IF DATABASE_PRINCIPAL_ID(N'medallion_reader') IS NULL CREATE ROLE medallion_reader;
GO

GRANT ALTER, REFERENCES, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::dbo TO medallion_migrator;
GRANT CREATE TABLE, CREATE VIEW TO medallion_migrator;
-- With tracking.ledger = true (SQL Server 2022 and Azure SQL) also: GRANT ENABLE LEDGER TO medallion_migrator;
GO

GRANT SELECT ON dbo.medallion_schema_history TO medallion_writer;
GRANT SELECT, INSERT ON dbo.Job_Lease TO medallion_writer;
GRANT UPDATE ON dbo.Job_Lease (owner, fencing_no, expires_at) TO medallion_writer;
GRANT SELECT, INSERT ON dbo.Job_Metadata TO medallion_writer;
GRANT UPDATE ON dbo.Job_Metadata (status, end_time, heartbeat_at, query_id, spark_run_id, stop_requested_at, error_class,
  error_message) TO medallion_writer;
GRANT SELECT, INSERT ON dbo.Task_Metadata TO medallion_writer;
GRANT UPDATE ON dbo.Task_Metadata (status, end_time, duration_ms, start_offsets, end_offsets, target, input_rows, output_rows,
  quarantined_rows, rejected_rows, skipped_rows, late_rows, delta_version, source_lag, watermark, error_class,
  error_message)
  TO medallion_writer;
GRANT SELECT, INSERT ON dbo.Process_Parameter_Metadata TO medallion_writer;
GRANT SELECT, INSERT ON dbo.Metadata_Logs TO medallion_writer;
GO

GRANT SELECT ON dbo.medallion_schema_history TO medallion_reader;
GRANT SELECT ON dbo.Job_Lease TO medallion_reader;
GRANT SELECT ON dbo.Job_Metadata TO medallion_reader;
GRANT SELECT ON dbo.Task_Metadata TO medallion_reader;
GRANT SELECT ON dbo.Process_Parameter_Metadata TO medallion_reader;
GRANT SELECT ON dbo.Metadata_Logs TO medallion_reader;
GRANT SELECT ON dbo.Daily_Volume TO medallion_reader;
GRANT SELECT ON dbo.v_Job_Status TO medallion_reader;
GRANT SELECT ON dbo.v_Batch_History TO medallion_reader;
GRANT SELECT ON dbo.v_Daily_Volume TO medallion_reader;
GRANT SELECT ON dbo.v_Parameter_Changes TO medallion_reader;
GRANT SELECT ON dbo.v_Open_Problems TO medallion_reader;
GO
