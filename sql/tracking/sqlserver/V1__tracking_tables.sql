-- The tracking tables for SQL Server 2019 and newer and Azure SQL. Times are UTC. Names of pipelines, jobs, parameters
-- and places, statuses and the like tell capital from small letters, whatever the database's collation does.

CREATE TABLE ${flyway:defaultSchema}.Job_Lease (
  job_key    NVARCHAR(401) COLLATE Latin1_General_100_BIN2 NOT NULL,
  owner      NVARCHAR(600) NOT NULL,
  fencing_no BIGINT NOT NULL,
  expires_at DATETIME2(3) NOT NULL,
  CONSTRAINT PK_Job_Lease PRIMARY KEY (job_key)
);

CREATE TABLE ${flyway:defaultSchema}.Job_Metadata (
  job_id              BIGINT IDENTITY(1, 1) NOT NULL,
  run_uuid            UNIQUEIDENTIFIER NOT NULL,
  pipeline_name       NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  job_name            NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  layer               NVARCHAR(50) NOT NULL,
  status              NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  start_time          DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  end_time            DATETIME2(3),
  heartbeat_at        DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  owner               NVARCHAR(600) NOT NULL,
  fencing_no          BIGINT NOT NULL,
  query_id            UNIQUEIDENTIFIER,
  spark_run_id        UNIQUEIDENTIFIER,
  spark_app_id        NVARCHAR(200),
  checkpoint_location NVARCHAR(800) COLLATE Latin1_General_100_BIN2,
  config_hash         NCHAR(64) NOT NULL,
  application_version NVARCHAR(100),
  spark_version       NVARCHAR(100),
  delta_version       NVARCHAR(100),
  host                NVARCHAR(255) NOT NULL,
  error_class         NVARCHAR(300),
  error_message       NVARCHAR(4000),
  CONSTRAINT PK_Job_Metadata PRIMARY KEY (job_id),
  CONSTRAINT UQ_Job_Metadata_run UNIQUE (run_uuid),
  CONSTRAINT CK_Job_Metadata_status CHECK (status IN
    ('STARTING', 'RUNNING', 'STOPPING', 'COMPLETED', 'STOPPED', 'FAILED', 'ABANDONED'))
);

-- A job's latest runs: WHERE pipeline_name = ? AND job_name = ? ORDER BY job_id DESC
CREATE INDEX IX_Job_Metadata_job
  ON ${flyway:defaultSchema}.Job_Metadata (pipeline_name, job_name, job_id);
-- A job's runs that are still open: WHERE pipeline_name = ? AND job_name = ? AND status IN (...)
CREATE INDEX IX_Job_Metadata_open
  ON ${flyway:defaultSchema}.Job_Metadata (pipeline_name, job_name, status);
-- The completed batches of a checkpoint: WHERE checkpoint_location = ?
CREATE INDEX IX_Job_Metadata_checkpoint
  ON ${flyway:defaultSchema}.Job_Metadata (checkpoint_location);

CREATE TABLE ${flyway:defaultSchema}.Task_Metadata (
  task_id          BIGINT IDENTITY(1, 1) NOT NULL,
  job_id           BIGINT NOT NULL,
  query_id         UNIQUEIDENTIFIER NOT NULL,
  batch_id         BIGINT NOT NULL,
  attempt_no       INT NOT NULL,
  status           NVARCHAR(20) COLLATE Latin1_General_100_BIN2 NOT NULL,
  start_time       DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  end_time         DATETIME2(3),
  duration_ms      BIGINT,
  input_rows       BIGINT,
  output_rows      BIGINT,
  quarantined_rows BIGINT,
  rejected_rows    BIGINT,
  skipped_rows     BIGINT,
  start_offsets    NVARCHAR(MAX),
  end_offsets      NVARCHAR(MAX),
  source_lag       NVARCHAR(MAX),
  target           NVARCHAR(1000),
  delta_version    BIGINT,
  watermark        DATETIME2(3),
  error_class      NVARCHAR(300),
  error_message    NVARCHAR(4000),
  CONSTRAINT PK_Task_Metadata PRIMARY KEY (task_id),
  CONSTRAINT FK_Task_Metadata_job
    FOREIGN KEY (job_id) REFERENCES ${flyway:defaultSchema}.Job_Metadata (job_id),
  CONSTRAINT CK_Task_Metadata_status CHECK (status IN
    ('STARTED', 'COMPLETED', 'FAILED', 'ABANDONED', 'RECOVERED')),
  -- In brackets, since an offset may be a bare number, which ISJSON of 2019 takes for no JSON.
  CONSTRAINT CK_Task_Metadata_start_offsets CHECK (ISJSON(CONCAT('[', start_offsets, ']')) = 1),
  CONSTRAINT CK_Task_Metadata_end_offsets CHECK (ISJSON(CONCAT('[', end_offsets, ']')) = 1),
  CONSTRAINT CK_Task_Metadata_source_lag CHECK (ISJSON(CONCAT('[', source_lag, ']')) = 1)
);

-- The attempts at a batch, each number once: WHERE query_id = ? AND batch_id = ?
CREATE UNIQUE INDEX UX_Task_Metadata_attempt
  ON ${flyway:defaultSchema}.Task_Metadata (query_id, batch_id, attempt_no);
-- At most one success for a batch.
CREATE UNIQUE INDEX UX_Task_Metadata_success
  ON ${flyway:defaultSchema}.Task_Metadata (query_id, batch_id)
  WHERE status IN ('COMPLETED', 'RECOVERED');
-- A run's open tasks: WHERE job_id = ? AND status = 'STARTED'
CREATE INDEX IX_Task_Metadata_job
  ON ${flyway:defaultSchema}.Task_Metadata (job_id, status, task_id);
-- A run's latest tasks: WHERE job_id = ? ORDER BY task_id DESC
CREATE INDEX IX_Task_Metadata_latest
  ON ${flyway:defaultSchema}.Task_Metadata (job_id, task_id);
-- What ended when, for dashboards: WHERE end_time >= ?
CREATE INDEX IX_Task_Metadata_end
  ON ${flyway:defaultSchema}.Task_Metadata (end_time)
  INCLUDE (job_id, status, input_rows, output_rows);

CREATE TABLE ${flyway:defaultSchema}.Process_Parameter_Metadata (
  parameter_id BIGINT IDENTITY(1, 1) NOT NULL,
  job_id       BIGINT NOT NULL,
  name         NVARCHAR(400) COLLATE Latin1_General_100_BIN2 NOT NULL,
  value        NVARCHAR(MAX) NOT NULL,
  origin       NVARCHAR(1000) NOT NULL,
  is_secret    BIT NOT NULL,
  CONSTRAINT PK_Process_Parameter_Metadata PRIMARY KEY (parameter_id),
  CONSTRAINT UQ_Process_Parameter_Metadata_name UNIQUE (job_id, name),
  CONSTRAINT FK_Process_Parameter_Metadata_job
    FOREIGN KEY (job_id) REFERENCES ${flyway:defaultSchema}.Job_Metadata (job_id)
);

CREATE TABLE ${flyway:defaultSchema}.Metadata_Logs (
  log_id      BIGINT IDENTITY(1, 1) NOT NULL,
  event_uuid  UNIQUEIDENTIFIER NOT NULL,
  job_id      BIGINT,
  task_id     BIGINT,
  event_time  DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  recorded_at DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  level       NVARCHAR(10) COLLATE Latin1_General_100_BIN2 NOT NULL,
  event_type  NVARCHAR(30) COLLATE Latin1_General_100_BIN2 NOT NULL,
  entity      NVARCHAR(1000),
  field       NVARCHAR(400),
  old_value   NVARCHAR(MAX),
  new_value   NVARCHAR(MAX),
  actor       NVARCHAR(400) NOT NULL,
  message     NVARCHAR(MAX) NOT NULL,
  stack_trace NVARCHAR(MAX),
  CONSTRAINT PK_Metadata_Logs PRIMARY KEY (log_id),
  CONSTRAINT UQ_Metadata_Logs_event UNIQUE (event_uuid),
  CONSTRAINT FK_Metadata_Logs_job
    FOREIGN KEY (job_id) REFERENCES ${flyway:defaultSchema}.Job_Metadata (job_id),
  CONSTRAINT FK_Metadata_Logs_task
    FOREIGN KEY (task_id) REFERENCES ${flyway:defaultSchema}.Task_Metadata (task_id),
  CONSTRAINT CK_Metadata_Logs_level CHECK (level IN ('INFO', 'WARN', 'ERROR')),
  CONSTRAINT CK_Metadata_Logs_event_type CHECK (event_type IN
    ('STATE_CHANGE', 'PARAMETER_CHANGE', 'ERROR', 'SCHEMA_CHANGE', 'DATA_GAP', 'LEASE',
     'OPERATOR_ACTION', 'QUALITY'))
)${logOptions};

-- A run's warnings and errors, newest first: WHERE job_id = ? AND level = ? ORDER BY log_id DESC
CREATE INDEX IX_Metadata_Logs_job
  ON ${flyway:defaultSchema}.Metadata_Logs (job_id, level, log_id);
-- What happened to a task: WHERE task_id = ?
CREATE INDEX IX_Metadata_Logs_task
  ON ${flyway:defaultSchema}.Metadata_Logs (task_id);
-- What went wrong when, for people: WHERE level IN ('WARN', 'ERROR') AND event_time >= ?
CREATE INDEX IX_Metadata_Logs_problem
  ON ${flyway:defaultSchema}.Metadata_Logs (event_time)
  INCLUDE (job_id, level, event_type)
  WHERE level IN ('WARN', 'ERROR');
-- Who changed a parameter: WHERE event_type = 'PARAMETER_CHANGE'
CREATE INDEX IX_Metadata_Logs_parameter
  ON ${flyway:defaultSchema}.Metadata_Logs (event_type, log_id)
  WHERE event_type = 'PARAMETER_CHANGE';
