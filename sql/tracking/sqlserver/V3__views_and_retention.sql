-- The sums of what retention has deleted, views for people, and the log of what is changed by hand.

CREATE TABLE ${flyway:defaultSchema}.Daily_Volume (
  pipeline_name    NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  job_name         NVARCHAR(200) COLLATE Latin1_General_100_BIN2 NOT NULL,
  layer            NVARCHAR(50) NOT NULL,
  volume_date      DATE NOT NULL,
  batches          BIGINT NOT NULL,
  input_rows       BIGINT,
  output_rows      BIGINT,
  quarantined_rows BIGINT,
  rejected_rows    BIGINT,
  skipped_rows     BIGINT,
  late_rows        BIGINT,
  CONSTRAINT PK_Daily_Volume PRIMARY KEY (pipeline_name, job_name, volume_date)
);
GO

-- Each job's latest run. An open run without a live lease is DEAD: its process is gone or silent.
CREATE VIEW ${flyway:defaultSchema}.v_Job_Status AS
SELECT j.pipeline_name, j.job_name, j.layer, j.job_id, j.status,
  CASE
    WHEN j.status NOT IN ('STARTING', 'RUNNING', 'STOPPING') THEN j.status
    WHEN l.fencing_no = j.fencing_no AND l.expires_at > SYSUTCDATETIME() THEN j.status
    ELSE 'DEAD'
  END AS state,
  j.start_time, j.end_time, j.heartbeat_at,
  (SELECT MAX(t.end_time)
    FROM ${flyway:defaultSchema}.Job_Metadata r
    JOIN ${flyway:defaultSchema}.Task_Metadata t ON t.job_id = r.job_id
    WHERE r.pipeline_name = j.pipeline_name AND r.job_name = j.job_name
      AND t.status IN ('COMPLETED', 'RECOVERED')) AS last_success,
  j.owner, j.checkpoint_location, j.application_version, j.error_class, j.error_message
FROM ${flyway:defaultSchema}.Job_Metadata j
LEFT JOIN ${flyway:defaultSchema}.Job_Lease l ON l.job_key = CONCAT(j.pipeline_name, '/', j.job_name)
WHERE j.job_id = (SELECT MAX(k.job_id)
  FROM ${flyway:defaultSchema}.Job_Metadata k
  WHERE k.pipeline_name = j.pipeline_name AND k.job_name = j.job_name);
GO

-- Every attempt at every batch.
CREATE VIEW ${flyway:defaultSchema}.v_Batch_History AS
SELECT j.pipeline_name, j.job_name, j.layer, t.task_id, t.job_id, t.query_id, t.batch_id,
  t.attempt_no, t.status, t.start_time, t.end_time, t.duration_ms, t.input_rows, t.output_rows,
  t.quarantined_rows, t.rejected_rows, t.skipped_rows, t.late_rows, t.target, t.delta_version,
  t.start_offsets, t.end_offsets, t.source_lag, t.watermark, t.error_class, t.error_message
FROM ${flyway:defaultSchema}.Task_Metadata t
JOIN ${flyway:defaultSchema}.Job_Metadata j ON j.job_id = t.job_id;
GO

-- Rows of the successful batches by the day (UTC) they ended on, with those that were pruned.
CREATE VIEW ${flyway:defaultSchema}.v_Daily_Volume AS
SELECT v.volume_date, v.pipeline_name, v.job_name, v.layer, SUM(v.batches) AS batches,
  SUM(v.input_rows) AS input_rows, SUM(v.output_rows) AS output_rows,
  SUM(v.quarantined_rows) AS quarantined_rows, SUM(v.rejected_rows) AS rejected_rows,
  SUM(v.skipped_rows) AS skipped_rows, SUM(v.late_rows) AS late_rows
FROM (
  SELECT volume_date, pipeline_name, job_name, layer, batches, input_rows, output_rows,
    quarantined_rows, rejected_rows, skipped_rows, late_rows
  FROM ${flyway:defaultSchema}.Daily_Volume
  UNION ALL
  SELECT CAST(t.end_time AS DATE), j.pipeline_name, j.job_name, j.layer, 1, t.input_rows,
    t.output_rows, t.quarantined_rows, t.rejected_rows, t.skipped_rows, t.late_rows
  FROM ${flyway:defaultSchema}.Task_Metadata t
  JOIN ${flyway:defaultSchema}.Job_Metadata j ON j.job_id = t.job_id
  WHERE t.status IN ('COMPLETED', 'RECOVERED')) v
GROUP BY v.volume_date, v.pipeline_name, v.job_name, v.layer;
GO

-- What changed from one run's parameters to the next, or was changed by hand.
CREATE VIEW ${flyway:defaultSchema}.v_Parameter_Changes AS
SELECT l.event_time, j.pipeline_name, j.job_name, l.job_id, SUBSTRING(l.entity, 11, 400) AS name,
  l.old_value, l.new_value, l.actor, l.message
FROM ${flyway:defaultSchema}.Metadata_Logs l
JOIN ${flyway:defaultSchema}.Job_Metadata j ON j.job_id = l.job_id
WHERE l.event_type = 'PARAMETER_CHANGE';
GO

-- What somebody should look at: jobs whose latest run failed or died, batches whose last attempt did not succeed, and
-- data that a latest run missed.
CREATE VIEW ${flyway:defaultSchema}.v_Open_Problems AS
SELECT s.pipeline_name, s.job_name, s.layer, 'RUN ' + s.state AS problem,
  COALESCE(s.end_time, s.heartbeat_at) AS since, s.job_id, NULL AS task_id, NULL AS batch_id,
  s.error_message AS detail
FROM ${flyway:defaultSchema}.v_Job_Status s
WHERE s.state IN ('FAILED', 'ABANDONED', 'DEAD')
UNION ALL
SELECT j.pipeline_name, j.job_name, j.layer, 'BATCH ' + t.status,
  COALESCE(t.end_time, t.start_time), t.job_id, t.task_id, t.batch_id, t.error_message
FROM ${flyway:defaultSchema}.Task_Metadata t
JOIN ${flyway:defaultSchema}.Job_Metadata j ON j.job_id = t.job_id
WHERE t.status IN ('FAILED', 'ABANDONED')
  AND NOT EXISTS (SELECT 1
    FROM ${flyway:defaultSchema}.Task_Metadata u
    WHERE u.query_id = t.query_id AND u.batch_id = t.batch_id AND u.attempt_no > t.attempt_no)
UNION ALL
SELECT s.pipeline_name, s.job_name, s.layer, 'DATA GAP', l.event_time, s.job_id, l.task_id, NULL,
  l.message
FROM ${flyway:defaultSchema}.v_Job_Status s
JOIN ${flyway:defaultSchema}.Metadata_Logs l ON l.job_id = s.job_id
WHERE l.event_type = 'DATA_GAP' AND l.level IN ('WARN', 'ERROR');
GO

-- The triggers write what the program does not: it has told the session who it is, and keeps its log itself.

-- A run whose status is changed by hand.
CREATE TRIGGER ${flyway:defaultSchema}.TR_Job_Metadata ON ${flyway:defaultSchema}.Job_Metadata
AFTER INSERT, UPDATE
AS
BEGIN
  SET NOCOUNT ON;
  IF CAST(SESSION_CONTEXT(N'program') AS NVARCHAR(128)) = N'medallion' RETURN;
  INSERT INTO ${flyway:defaultSchema}.Metadata_Logs (event_uuid, job_id, task_id, level, event_type, entity, field,
    old_value, new_value, actor, message)
  SELECT NEWID(), i.job_id, NULL, 'WARN', 'STATE_CHANGE', CONCAT('run ', i.job_id), 'status',
    d.status, i.status, ORIGINAL_LOGIN(),
    CONCAT('run ', i.job_id, ' is ', i.status, ', was ', COALESCE(d.status, 'not there'),
      '; changed by hand')
  FROM inserted i
  LEFT JOIN deleted d ON d.job_id = i.job_id
  WHERE d.status IS NULL OR d.status <> i.status;
END;
GO

-- A task whose status is changed by hand.
CREATE TRIGGER ${flyway:defaultSchema}.TR_Task_Metadata ON ${flyway:defaultSchema}.Task_Metadata
AFTER INSERT, UPDATE
AS
BEGIN
  SET NOCOUNT ON;
  IF CAST(SESSION_CONTEXT(N'program') AS NVARCHAR(128)) = N'medallion' RETURN;
  INSERT INTO ${flyway:defaultSchema}.Metadata_Logs (event_uuid, job_id, task_id, level, event_type, entity, field,
    old_value, new_value, actor, message)
  SELECT NEWID(), i.job_id, i.task_id, 'WARN', 'STATE_CHANGE', CONCAT('task ', i.task_id), 'status',
    d.status, i.status, ORIGINAL_LOGIN(),
    CONCAT('task ', i.task_id, ' is ', i.status, ', was ', COALESCE(d.status, 'not there'),
      '; changed by hand')
  FROM inserted i
  LEFT JOIN deleted d ON d.task_id = i.task_id
  WHERE d.status IS NULL OR d.status <> i.status;
END;
GO

-- A parameter that is changed, put in or taken out by hand.
CREATE TRIGGER ${flyway:defaultSchema}.TR_Process_Parameter_Metadata ON ${flyway:defaultSchema}.Process_Parameter_Metadata
AFTER INSERT, UPDATE, DELETE
AS
BEGIN
  SET NOCOUNT ON;
  IF CAST(SESSION_CONTEXT(N'program') AS NVARCHAR(128)) = N'medallion' RETURN;
  INSERT INTO ${flyway:defaultSchema}.Metadata_Logs (event_uuid, job_id, level, event_type, entity, field, old_value,
    new_value, actor, message)
  SELECT NEWID(), COALESCE(i.job_id, d.job_id), 'WARN', 'PARAMETER_CHANGE',
    CONCAT('parameter ', COALESCE(i.name, d.name)), 'value',
    CASE WHEN d.is_secret = 1 THEN N'***' ELSE d.value END,
    CASE WHEN i.is_secret = 1 THEN N'***' ELSE i.value END,
    ORIGINAL_LOGIN(),
    CONCAT('parameter ', COALESCE(i.name, d.name),
      CASE
        WHEN d.parameter_id IS NULL THEN ' is new'
        WHEN i.parameter_id IS NULL THEN ' is gone'
        ELSE ' changed'
      END, '; by hand')
  FROM inserted i
  FULL JOIN deleted d ON d.parameter_id = i.parameter_id
  WHERE i.parameter_id IS NULL OR d.parameter_id IS NULL OR i.name <> d.name
    OR CAST(i.value AS VARBINARY(MAX)) <> CAST(d.value AS VARBINARY(MAX));
END;
GO
