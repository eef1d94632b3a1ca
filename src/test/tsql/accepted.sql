-- One batch each that is accepted, though the program may not write it yet.
ALTER TABLE dbo.t ADD late_rows BIGINT;
GO
ALTER TABLE dbo.t ADD CONSTRAINT CK_x CHECK (a > 0);
GO
ALTER TABLE dbo.t ADD a BIGINT NOT NULL CONSTRAINT DF_a DEFAULT 0, b NVARCHAR(10) NULL;
GO
ALTER TABLE dbo.t DROP CONSTRAINT CK_x;
GO
CREATE TABLE dbo.t (
 id BIGINT IDENTITY(1,1) NOT NULL, a DATETIME2(3) NOT NULL DEFAULT SYSUTCDATETIME(), b NVARCHAR(MAX) NULL, u UNIQUEIDENTIFIER, f BIT NOT NULL CONSTRAINT DF_t DEFAULT 0,
 k NVARCHAR(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
 CONSTRAINT PK_t PRIMARY KEY CLUSTERED (id), CONSTRAINT UQ_t UNIQUE NONCLUSTERED (k, u),
 CONSTRAINT CK_t CHECK (a IN ('A','B')), CONSTRAINT CK_j CHECK (b IS NULL OR ISJSON(b) = 1), CONSTRAINT CK_c CHECK (ISJSON(CONCAT('[', b, ']')) = 1),
 CONSTRAINT FK_t FOREIGN KEY (id) REFERENCES dbo.o (id))
GO
DELETE TOP (5000) FROM dbo.Metadata_Logs WHERE event_time < ?
GO
DELETE TOP (?) FROM dbo.Metadata_Logs WHERE job_id IN (SELECT job_id FROM dbo.Job_Metadata WHERE end_time < ?)
GO
DELETE l FROM dbo.Metadata_Logs l JOIN dbo.Job_Metadata j ON j.job_id = l.job_id WHERE j.end_time < ?
GO
DENY DELETE ON SCHEMA::dbo TO medallion_writer;
GO
DENY UPDATE, DELETE ON dbo.Metadata_Logs TO medallion_writer;
GO
DROP INDEX IX ON dbo.t;
GO
EXEC sp_set_session_context N'medallion', N'b';
GO
EXEC sys.sp_set_session_context @key = N'medallion', @value = ?;
GO
GRANT SELECT ON SCHEMA::dbo TO medallion_reader;
GO
GRANT UPDATE ON dbo.t (a, b) TO medallion_writer;
GO
GRANT INSERT, SELECT ON OBJECT::dbo.Metadata_Logs TO medallion_writer;
GO
GRANT CREATE TABLE, CREATE VIEW TO medallion_migrator;
GO
GRANT ALTER, REFERENCES, CONTROL ON SCHEMA::dbo TO medallion_migrator;
GO
GRANT EXECUTE ON sys.sp_set_session_context TO medallion_writer;
GO
CREATE UNIQUE INDEX UX ON dbo.t (a, b DESC) INCLUDE (c, d) WHERE a IN ('COMPLETED', 'RECOVERED');
GO
CREATE NONCLUSTERED INDEX IX ON dbo.t (a) INCLUDE (c) WHERE a = 'X' AND b IS NOT NULL;
GO
INSERT INTO [dbo].[t] ([k], [l], [v])
SELECT s.[k], s.[l], s.[v]
FROM (SELECT [k], [l], [v] FROM [s] WHERE w IN (?) AND r < ?) AS s
WHERE NOT EXISTS (SELECT 1 FROM [dbo].[t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE EXISTS (SELECT s.[k], s.[l] INTERSECT SELECT t.[k], t.[l]))
GO
UPDATE t
SET [v] = s.[v]
FROM [dbo].[t] AS t WITH (UPDLOCK, HOLDLOCK)
INNER JOIN (SELECT [k], [l], [v] FROM [s] WHERE w IN (?) AND r < ?) AS s ON EXISTS (SELECT s.[k], s.[l] INTERSECT SELECT t.[k], t.[l])
WHERE (t.[v] IS NULL AND s.[v] IS NOT NULL OR s.[v] > t.[v] OR (s.[v] = t.[v] OR s.[v] IS NULL AND t.[v] IS NULL) AND 1 = 1)
GO
SELECT TOP (0) CAST(0 AS BIGINT) AS n, [a] INTO [s] FROM [t]
GO
CREATE TABLE dbo.l (a INT NOT NULL) WITH (LEDGER = ON (APPEND_ONLY = ON));
GO
INSERT INTO dbo.t (a) OUTPUT inserted.id INTO @ids VALUES (?)
GO
SELECT "version" AS applied FROM dbo."medallion_schema_history" WHERE "success" = ?
GO
CREATE ROLE medallion_writer;
GO
CREATE ROLE medallion_writer AUTHORIZATION dbo;
GO
IF DATABASE_PRINCIPAL_ID(N'medallion_writer') IS NULL CREATE ROLE medallion_writer;
GO
SET XACT_ABORT ON;
GO
CREATE TRIGGER dbo.TR_Job ON dbo.Job_Metadata
AFTER INSERT, UPDATE, DELETE AS
BEGIN
  SET NOCOUNT ON;
  IF SESSION_CONTEXT(N'medallion') IS NOT NULL
    RETURN;
  INSERT INTO dbo.Metadata_Logs (event_uuid, job_id, level, event_type, old_value, new_value, actor, message)
  SELECT NEWID(), i.job_id, 'INFO', 'STATE_CHANGE', d.status, i.status, ORIGINAL_LOGIN(), CONCAT('status ', d.status)
  FROM inserted i
  JOIN deleted d ON d.job_id = i.job_id
  WHERE i.status <> d.status;
END;
GO
CREATE VIEW dbo.v_Job_Status AS
WITH latest AS (SELECT j.*, ROW_NUMBER() OVER (PARTITION BY j.pipeline_name, j.job_name ORDER BY j.job_id DESC) AS nth FROM dbo.Job_Metadata j)
SELECT l.job_id, l.status, b.batch_id, LAG(l.job_id) OVER (PARTITION BY l.job_name ORDER BY l.job_id) AS previous, SUM(x.n) OVER (ORDER BY l.job_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS total, DATEDIFF(SECOND, l.start_time, COALESCE(l.end_time, SYSUTCDATETIME())) AS seconds, CAST(l.start_time AS DATE) AS day
FROM latest l
OUTER APPLY (SELECT TOP (1) t.batch_id FROM dbo.Task_Metadata t WHERE t.job_id = l.job_id ORDER BY t.task_id DESC) b
CROSS APPLY (SELECT COUNT(*) AS n FROM dbo.Metadata_Logs m WHERE m.job_id = l.job_id) x
WHERE l.nth = 1;
GO
CREATE OR ALTER VIEW dbo.v AS SELECT a, COUNT_BIG(*) AS n FROM dbo.t GROUP BY a HAVING COUNT_BIG(*) > 1
GO
CREATE VIEW dbo.v (a, b) AS SELECT a, b FROM dbo.t UNION ALL SELECT c, d FROM dbo.u
GO
SELECT o.[key], o.value
FROM dbo.t t
CROSS APPLY OPENJSON(t.j) AS o
WHERE JSON_VALUE(t.j, '$.a') = N'it''s'
GO
DECLARE @n INT = 0;
SET @n = @n + 1;
IF @n > 2 SET LOCK_TIMEOUT 1000;
GO
/* a /* nested */ comment */
SELECT level, state, name, [order], "user" -- the end
FROM dbo.t
ORDER BY level OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY
GO
ALTER ROLE medallion_writer ADD MEMBER [medallion@example.com];
GO
DROP TABLE IF EXISTS dbo.t
GO
WITH old AS (SELECT TOP (1000) task_id FROM dbo.Task_Metadata WHERE end_time < ? ORDER BY task_id)
DELETE t FROM dbo.Task_Metadata t JOIN old ON old.task_id = t.task_id
