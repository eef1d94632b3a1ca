-- The sums of what retention has deleted, views for people, and the indexes that keep every question short.
-- H2 has no triggers in SQL: its triggers are Java classes, without which no other client could write to these tables.

CREATE TABLE IF NOT EXISTS Daily_Volume (
  pipeline_name    CHARACTER VARYING(200) NOT NULL,
  job_name         CHARACTER VARYING(200) NOT NULL,
  layer            CHARACTER VARYING(50) NOT NULL,
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

-- A job's runs that are still open.
CREATE INDEX IF NOT EXISTS IX_Job_Metadata_open ON Job_Metadata (pipeline_name, job_name, status);
-- A run's latest tasks.
CREATE INDEX IF NOT EXISTS IX_Task_Metadata_latest ON Task_Metadata (job_id, task_id);

-- H2 had made an index of its own for this foreign key; made anew, the key uses IX_Metadata_Logs_task.
ALTER TABLE Metadata_Logs DROP CONSTRAINT IF EXISTS FK_Metadata_Logs_task;
ALTER TABLE Metadata_Logs ADD CONSTRAINT IF NOT EXISTS FK_Metadata_Logs_task
  FOREIGN KEY (task_id) REFERENCES Task_Metadata (task_id);

-- Offsets and lag are JSON; an offset may be a bare number.
ALTER TABLE Task_Metadata ADD CONSTRAINT IF NOT EXISTS CK_Task_Metadata_start_offsets
  CHECK (start_offsets IS JSON);
ALTER TABLE Task_Metadata ADD CONSTRAINT IF NOT EXISTS CK_Task_Metadata_end_offsets
  CHECK (end_offsets IS JSON);
ALTER TABLE Task_Metadata ADD CONSTRAINT IF NOT EXISTS CK_Task_Metadata_source_lag
  CHECK (source_lag IS JSON);

-- Each job's latest run. An open run without a live lease is DEAD: its process is gone or silent.
CREATE OR REPLACE VIEW v_Job_Status AS
SELECT j.pipeline_name, j.job_name, j.layer, j.job_id, j.status,
  CASE
    WHEN j.status NOT IN ('STARTING', 'RUNNING', 'STOPPING') THEN j.status
    WHEN l.fencing_no = j.fencing_no AND l.expires_at > LOCALTIMESTAMP THEN j.status
    ELSE 'DEAD'
  END AS state,
  j.start_time, j.end_time, j.heartbeat_at,
  (SELECT MAX(t.end_time)
    FROM Job_Metadata r
    JOIN Task_Metadata t ON t.job_id = r.job_id
    WHERE r.pipeline_name = j.pipeline_name AND r.job_name = j.job_name
      AND t.status IN ('COMPLETED', 'RECOVERED')) AS last_success,
  j.owner, j.checkpoint_location, j.application_version, j.error_class, j.error_message
FROM Job_Metadata j
LEFT JOIN Job_Lease l ON l.job_key = CONCAT(j.pipeline_name, '/', j.job_name)
WHERE j.job_id = (SELECT MAX(k.job_id)
  FROM Job_Metadata k
  WHERE k.pipeline_name = j.pipeline_name AND k.job_name = j.job_name);

-- Every attempt at every batch.
CREATE OR REPLACE VIEW v_Batch_History AS
SELECT j.pipeline_name, j.job_name, j.layer, t.task_id, t.job_id, t.query_id, t.batch_id,
  t.attempt_no, t.status, t.start_time, t.end_time, t.duration_ms, t.input_rows, t.output_rows,
  t.quarantined_rows, t.rejected_rows, t.skipped_rows, t.late_rows, t.target, t.delta_version,
  t.start_offsets, t.end_offsets, t.source_lag, t.watermark, t.error_class, t.error_message
FROM Task_Metadata t
JOIN Job_Metadata j ON j.job_id = t.job_id;

-- Rows of the successful batches by the day (UTC) they ended on, with those that were pruned.
CREATE OR REPLACE VIEW v_Daily_Volume AS
SELECT v.volume_date, v.pipeline_name, v.job_name, v.layer, SUM(v.batches) AS batches,
  SUM(v.input_rows) AS input_rows, SUM(v.output_rows) AS output_rows,
  SUM(v.quarantined_rows) AS quarantined_rows, SUM(v.rejected_rows) AS rejected_rows,
  SUM(v.skipped_rows) AS skipped_rows, SUM(v.late_rows) AS late_rows
FROM (
  SELECT volume_date, pipeline_name, job_name, layer, batches, input_rows, output_rows,
    quarantined_rows, rejected_rows, skipped_rows, late_rows
  FROM Daily_Volume
  UNION ALL
  SELECT CAST(t.end_time AS DATE), j.pipeline_name, j.job_name, j.layer, 1, t.input_rows,
    t.output_rows, t.quarantined_rows, t.rejected_rows, t.skipped_rows, t.late_rows
  FROM Task_Metadata t
  JOIN Job_Metadata j ON j.job_id = t.job_id
  WHERE t.status IN ('COMPLETED', 'RECOVERED')) v
GROUP BY v.volume_date, v.pipeline_name, v.job_name, v.layer;

-- What changed from one run's parameters to the next, or was changed by hand.
CREATE OR REPLACE VIEW v_Parameter_Changes AS
SELECT l.event_time, j.pipeline_name, j.job_name, l.job_id, SUBSTRING(l.entity, 11, 400) AS name,
  l.old_value, l.new_value, l.actor, l.message
FROM Metadata_Logs l
JOIN Job_Metadata j ON j.job_id = l.job_id
WHERE l.event_type = 'PARAMETER_CHANGE';

-- What somebody should look at: jobs whose latest run failed or died, batches whose last attempt did not succeed, and
-- data that a latest run missed.
CREATE OR REPLACE VIEW v_Open_Problems AS
SELECT s.pipeline_name, s.job_name, s.layer, 'RUN ' || s.state AS problem,
  COALESCE(s.end_time, s.heartbeat_at) AS since, s.job_id, NULL AS task_id, NULL AS batch_id,
  s.error_message AS detail
FROM v_Job_Status s
WHERE s.state IN ('FAILED', 'ABANDONED', 'DEAD')
UNION ALL
SELECT j.pipeline_name, j.job_name, j.layer, 'BATCH ' || t.status,
  COALESCE(t.end_time, t.start_time), t.job_id, t.task_id, t.batch_id, t.error_message
FROM Task_Metadata t
JOIN Job_Metadata j ON j.job_id = t.job_id
WHERE t.status IN ('FAILED', 'ABANDONED')
  AND NOT EXISTS (SELECT 1
    FROM Task_Metadata u
    WHERE u.query_id = t.query_id AND u.batch_id = t.batch_id AND u.attempt_no > t.attempt_no)
UNION ALL
SELECT s.pipeline_name, s.job_name, s.layer, 'DATA GAP', l.event_time, s.job_id, l.task_id, NULL,
  l.message
FROM v_Job_Status s
JOIN Metadata_Logs l ON l.job_id = s.job_id
WHERE l.event_type = 'DATA_GAP' AND l.level IN ('WARN', 'ERROR');
