-- The tracking tables for SQL Server 2019 and newer and Azure SQL. Times are UTC.

CREATE TABLE ${flyway:defaultSchema}.Job_Lease (
  job_key    NVARCHAR(401) NOT NULL,
  owner      NVARCHAR(600) NOT NULL,
  fencing_no BIGINT NOT NULL,
  expires_at DATETIME2(3) NOT NULL,
  CONSTRAINT PK_Job_Lease PRIMARY KEY (job_key)
);

CREATE TABLE ${flyway:defaultSchema}.Job_Metadata (
  job_id              BIGINT IDENTITY(1, 1) NOT NULL,
  run_uuid            UNIQUEIDENTIFIER NOT NULL,
  pipeline_name       NVARCHAR(200) NOT NULL,
  job_name            NVARCHAR(200) NOT NULL,
  layer               NVARCHAR(50) NOT NULL,
  status              NVARCHAR(20) NOT NULL,
  start_time          DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  end_time            DATETIME2(3),
  heartbeat_at        DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(),
  owner               NVARCHAR(600) NOT NULL,
  fencing_no          BIGINT NOT NULL,
  query_id            UNIQUEIDENTIFIER,
  spark_run_id        UNIQUEIDENTIFIER,
  spark_app_id        NVARCHAR(200),
  checkpoint_location NVARCHAR(800),
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

-- A job's latest run, and its runs that are still open.
CREATE INDEX IX_Job_Metadata_job
  ON ${flyway:defaultSchema}.Job_Metadata (pipeline_name, job_name, job_id);
-- The completed batches of a checkpoint.
CREATE INDEX IX_Job_Metadata_checkpoint
  ON ${flyway:defaultSchema}.Job_Metadata (checkpoint_location);

CREATE TABLE ${flyway:defaultSchema}.Task_Metadata (
  task_id          BIGINT IDENTITY(1, 1) NOT NULL,
  job_id           BIGINT NOT NULL,
  query_id         UNIQUEIDENTIFIER NOT NULL,
  batch_id         BIGINT NOT NULL,
  attempt_no       INT NOT NULL,
  status           NVARCHAR(20) NOT NULL,
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
    ('STARTED', 'COMPLETED', 'FAILED', 'ABANDONED', 'RECOVERED'))
);

-- The attempts at a batch; each number once.
CREATE UNIQUE INDEX UX_Task_Metadata_attempt
  ON ${flyway:defaultSchema}.Task_Metadata (query_id, batch_id, attempt_no);
-- At most one success for a batch.
CREATE UNIQUE INDEX UX_Task_Metadata_success
  ON ${flyway:defaultSchema}.Task_Metadata (query_id, batch_id)
  WHERE status IN ('COMPLETED', 'RECOVERED');
-- A run's tasks: the open ones, and the latest.
CREATE INDEX IX_Task_Metadata_job
  ON ${flyway:defaultSchema}.Task_Metadata (job_id, status, task_id);

CREATE TABLE ${flyway:defaultSchema}.Process_Parameter_Metadata (
  parameter_id BIGINT IDENTITY(1, 1) NOT NULL,
  job_id       BIGINT NOT NULL,
  name         NVARCHAR(400) NOT NULL,
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
  level       NVARCHAR(10) NOT NULL,
  event_type  NVARCHAR(30) NOT NULL,
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
);

-- A run's warnings and errors, newest first.
CREATE INDEX IX_Metadata_Logs_job
  ON ${flyway:defaultSchema}.Metadata_Logs (job_id, level, log_id);
-- What happened to a task.
CREATE INDEX IX_Metadata_Logs_task
  ON ${flyway:defaultSchema}.Metadata_Logs (task_id);
