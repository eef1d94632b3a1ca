/*
 * The Transact-SQL that this program writes, and no more: each rule holds what its page of the Transact-SQL reference
 * gives for SQL Server 2019 and Azure SQL, less what is not used here. Stricter than the server on purpose, so that a
 * slip does not pass for something else: statements are parted by semicolons, an output column is renamed with AS, an
 * INSERT names its columns, types have their length, OUTPUT has its INTO, there is no MERGE and no SQL in a text, and a
 * function or type that is not listed is refused. What is missing is added here, with a case in TransactSqlTest.
 * Text is given to it in capitals.
 */
grammar TransactSql;

batch : (createView | createTrigger | createSchema) SEMI? EOF | statement (SEMI statement)* SEMI? EOF ;

statement
  : createTable | createIndex | createRole | alterTable | alterRole | drop | permission
  | select | selectInto | insert | update | delete | execute | setOption | conditional | block | declare
  ;

// CREATE TABLE, table constraints, ledger tables
createTable : 'CREATE' 'TABLE' object '(' tableElement (',' tableElement)* ')' tableOptions? ;
tableElement : column | tableConstraint ;
tableOptions : 'WITH' '(' 'LEDGER' '=' 'ON' ('(' 'APPEND_ONLY' '=' 'ON' ')')? ')' ;
column : name type ('COLLATE' collation)? identity? (columnConstraint)* ;
identity : 'IDENTITY' '(' NUMBER ',' NUMBER ')' ;
columnConstraint
  : 'NOT'? 'NULL'
  | ('CONSTRAINT' name)? ('DEFAULT' defaultValue | 'PRIMARY' 'KEY' | 'UNIQUE' | check | references)
  ;
defaultValue : '-'? NUMBER | STRING | 'NULL' | scalarFunction | '(' expression ')' ;
tableConstraint
  : ('CONSTRAINT' name)?
    (('PRIMARY' 'KEY' | 'UNIQUE') ('CLUSTERED' | 'NONCLUSTERED')? '(' orderedNames ')'
      | 'FOREIGN' 'KEY' '(' names ')' references
      | check)
  ;
collation : 'LATIN1_GENERAL_100_BIN2' | 'DATABASE_DEFAULT' ;
check : 'CHECK' '(' condition ')' ;
references : 'REFERENCES' object '(' names ')' ;
type
  : 'BIGINT' | 'INT' | 'SMALLINT' | 'TINYINT' | 'BIT' | 'REAL' | 'DATE' | 'UNIQUEIDENTIFIER'
  | ('DECIMAL' | 'NUMERIC') '(' NUMBER ',' NUMBER ')'
  | 'FLOAT' '(' NUMBER ')'
  | ('DATETIME2' | 'DATETIMEOFFSET' | 'TIME') '(' NUMBER ')'
  | ('NVARCHAR' | 'VARCHAR' | 'VARBINARY') '(' (NUMBER | 'MAX') ')'
  | ('NCHAR' | 'CHAR' | 'BINARY') '(' NUMBER ')'
  ;

// CREATE INDEX; a filter knows no OR, NOT IN, LIKE or function
createIndex
  : 'CREATE' 'UNIQUE'? ('CLUSTERED' | 'NONCLUSTERED')? 'INDEX' name 'ON' object '(' orderedNames ')'
    ('INCLUDE' '(' names ')')? ('WHERE' filter ('AND' filter)*)?
  ;
filter : name (comparison literal | 'IN' '(' literal (',' literal)* ')' | 'IS' 'NOT'? 'NULL') ;

// ALTER TABLE, DROP
alterTable
  : 'ALTER' 'TABLE' object
    ('ADD' tableElement (',' tableElement)* | 'ALTER' 'COLUMN' column
      | 'DROP' ('CONSTRAINT' | 'COLUMN') ifExists? names)
  ;
drop : 'DROP' (('TABLE' | 'VIEW' | 'TRIGGER') ifExists? object | 'INDEX' ifExists? name 'ON' object | 'ROLE' ifExists? name) ;
ifExists : 'IF' 'EXISTS' ;

// CREATE VIEW, CREATE TRIGGER, CREATE SCHEMA: each alone in its batch
createView
  : 'CREATE' ('OR' 'ALTER')? 'VIEW' object ('(' names ')')? 'AS' viewBody
  ;
viewBody : with? subquery ;
createTrigger
  : 'CREATE' ('OR' 'ALTER')? 'TRIGGER' object 'ON' object 'AFTER' event (',' event)* 'AS' block
  ;
event : 'INSERT' | 'UPDATE' | 'DELETE' ;
createSchema : 'CREATE' 'SCHEMA' name ('AUTHORIZATION' name)? ;

// CREATE ROLE, ALTER ROLE, GRANT, DENY, REVOKE
createRole : 'CREATE' 'ROLE' name ('AUTHORIZATION' name)? ;
alterRole : 'ALTER' 'ROLE' name ('ADD' | 'DROP') 'MEMBER' name ;
permission
  : ('GRANT' | 'DENY') right (',' right)* securable? 'TO' names
  | 'REVOKE' right (',' right)* securable? ('TO' | 'FROM') names
  ;
right
  : ('SELECT' | 'UPDATE' | 'REFERENCES') ('(' names ')')?
  | 'INSERT' | 'DELETE' | 'EXECUTE' | 'ALTER' | 'CONTROL' | 'CONNECT'
  | 'CREATE' ('TABLE' | 'VIEW' | 'SCHEMA' | 'ROLE')
  | 'VIEW' ('DEFINITION' | 'DATABASE' 'STATE')
  | 'ALTER' 'ANY' ('SCHEMA' | 'ROLE')
  | ('ENABLE' | 'ALTER') 'LEDGER'
  ;
securable : 'ON' ('SCHEMA' '::' name | 'ROLE' '::' name | ('OBJECT' '::')? object ('(' names ')')?) ;

// SET, DECLARE, IF, BEGIN, RETURN, THROW, EXECUTE
setOption
  : 'SET' (('NOCOUNT' | 'XACT_ABORT') ('ON' | 'OFF') | 'LOCK_TIMEOUT' '-'? NUMBER | VARIABLE '=' expression)
  ;
declare : 'DECLARE' VARIABLE (type ('=' expression)? | 'TABLE' '(' tableElement (',' tableElement)* ')') ;
conditional : 'IF' condition statement | 'IF' condition 'RETURN' ;
block : 'BEGIN' (statement SEMI)+ 'END' ;
execute : ('EXEC' | 'EXECUTE') ('SYS' '.')? 'SP_SET_SESSION_CONTEXT' argument ',' argument (',' argument)? ;
argument : (VARIABLE '=')? (literal | VARIABLE | '?') ;

// SELECT
select : with? query (orderBy offset?)? ;
with : 'WITH' cte (',' cte)* ;
cte : name ('(' names ')')? 'AS' '(' subquery ')' ;
query : queryTerm (('UNION' 'ALL'? | 'EXCEPT' | 'INTERSECT') queryTerm)* ;
queryTerm : specification | '(' query ')' ;
// Rows of a query inside another have an order only for TOP or OFFSET.
subquery : query (orderBy offset)? | 'SELECT' 'DISTINCT'? top selection tables? orderBy ;
specification : 'SELECT' ('DISTINCT' | 'ALL')? top? selection tables? ;
selectInto : 'SELECT' top? selection 'INTO' object tables ;
tables
  : 'FROM' source (',' source)* ('WHERE' condition)?
    ('GROUP' 'BY' expression (',' expression)*)? ('HAVING' condition)?
  ;
top : 'TOP' '(' (NUMBER | '?' | VARIABLE) ')' ;
selection : output (',' output)* ;
output : '*' | qualifier '.' '*' | expression ('AS' name)? ;
orderBy : 'ORDER' 'BY' ordered (',' ordered)* ;
ordered : expression ('ASC' | 'DESC')? ;
offset : 'OFFSET' count ('ROW' | 'ROWS') ('FETCH' ('FIRST' | 'NEXT') count ('ROW' | 'ROWS') 'ONLY')? ;
count : NUMBER | '?' | VARIABLE ;
source : table join* ;
join
  : ('INNER' | ('LEFT' | 'RIGHT' | 'FULL') 'OUTER'?)? 'JOIN' table 'ON' condition
  | 'CROSS' 'JOIN' table
  | ('CROSS' | 'OUTER') 'APPLY' table
  ;
table
  : object ('AS'? name)? hints?
  | '(' subquery ')' 'AS'? name ('(' names ')')?
  | '(' 'VALUES' row (',' row)* ')' 'AS'? name '(' names ')'
  | 'OPENJSON' '(' expression ')' ('WITH' '(' jsonColumn (',' jsonColumn)* ')')? 'AS'? name
  ;
jsonColumn : name type STRING? ;
hints : 'WITH' '(' hint (',' hint)* ')' ;
hint : 'UPDLOCK' | 'HOLDLOCK' | 'ROWLOCK' | 'READPAST' | 'TABLOCK' | 'TABLOCKX' | 'XLOCK' ;

// INSERT, UPDATE, DELETE
insert
  : 'INSERT' 'INTO' object hints? '(' names ')' outputInto?
    ('VALUES' row (',' row)* | with? query)
  ;
row : '(' value (',' value)* ')' ;
value : expression | 'DEFAULT' ;
update
  : with? 'UPDATE' top? object hints? 'SET' assignment (',' assignment)* outputInto?
    ('FROM' source (',' source)*)? ('WHERE' condition)?
  ;
assignment : name ('=' | '+=' | '-=') value ;
delete
  : with? 'DELETE' top? 'FROM'? object hints? outputInto?
    ('FROM' source (',' source)*)? ('WHERE' condition)?
  ;
outputInto : 'OUTPUT' output (',' output)* 'INTO' (object | VARIABLE) ('(' names ')')? ;

// Search conditions; there is no boolean value
condition
  : 'NOT' condition
  | condition 'AND' condition
  | condition 'OR' condition
  | '(' condition ')'
  | expression comparison expression
  | expression 'IS' 'NOT'? 'NULL'
  | expression 'NOT'? 'IN' '(' (subquery | expression (',' expression)*) ')'
  | expression 'NOT'? 'BETWEEN' expression 'AND' expression
  | expression 'NOT'? 'LIKE' expression ('ESCAPE' STRING)?
  | 'EXISTS' '(' subquery ')'
  | 'UPDATE' '(' name ')'
  ;
comparison : '=' | '<>' | '<' | '<=' | '>' | '>=' ;

// Expressions and the functions that are used
expression
  : ('-' | '+') expression
  | expression 'COLLATE' collation
  | expression ('*' | '/' | '%') expression
  | expression ('+' | '-') expression
  | '(' expression ')'
  | '(' subquery ')'
  | 'CASE' ('WHEN' condition 'THEN' expression)+ ('ELSE' expression)? 'END'
  | 'CASE' expression ('WHEN' expression 'THEN' expression)+ ('ELSE' expression)? 'END'
  | scalarFunction
  | aggregate over?
  | windowFunction over
  | literal
  | VARIABLE
  | '?'
  | (qualifier '.')? name
  ;
scalarFunction
  : ('SYSUTCDATETIME' | 'SYSDATETIMEOFFSET' | 'NEWID' | 'ORIGINAL_LOGIN' | 'SCOPE_IDENTITY' | 'APP_NAME' | 'HOST_NAME') '(' ')'
  | ('ISJSON' | 'LEN' | 'DATALENGTH' | 'LOWER' | 'UPPER' | 'ABS' | 'SESSION_CONTEXT' | 'DATABASE_PRINCIPAL_ID'
      | 'SCHEMA_ID' | 'OBJECT_ID' | 'TYPE_ID') '(' expression ')'
  | ('NULLIF' | 'ISNULL' | 'JSON_VALUE' | 'JSON_QUERY' | 'LEFT' | 'RIGHT' | 'HASHBYTES' | 'REPLICATE') '(' expression ',' expression ')'
  | ('SUBSTRING' | 'REPLACE') '(' expression ',' expression ',' expression ')'
  | ('CONCAT' | 'COALESCE') '(' expression (',' expression)+ ')'
  | ('DATEADD' | 'DATEDIFF' | 'DATEDIFF_BIG') '(' datePart ',' expression ',' expression ')'
  | 'DATEPART' '(' datePart ',' expression ')'
  | ('CAST' | 'TRY_CAST') '(' expression 'AS' type ')'
  ;
aggregate
  : ('COUNT' | 'COUNT_BIG') '(' ('*' | 'DISTINCT'? expression) ')'
  | ('SUM' | 'MIN' | 'MAX' | 'AVG') '(' 'DISTINCT'? expression ')'
  | 'STRING_AGG' '(' expression ',' expression ')'
  ;
windowFunction
  : ('ROW_NUMBER' | 'RANK' | 'DENSE_RANK') '(' ')'
  | ('LAG' | 'LEAD') '(' expression (',' expression)* ')'
  | ('FIRST_VALUE' | 'LAST_VALUE') '(' expression ')'
  ;
over : 'OVER' '(' ('PARTITION' 'BY' expression (',' expression)*)? (orderBy frame?)? ')' ;
frame : ('ROWS' | 'RANGE') 'BETWEEN' bound 'AND' bound ;
bound : 'UNBOUNDED' ('PRECEDING' | 'FOLLOWING') | 'CURRENT' 'ROW' | NUMBER ('PRECEDING' | 'FOLLOWING') ;
datePart : 'YEAR' | 'MONTH' | 'DAY' | 'HOUR' | 'MINUTE' | 'SECOND' | 'MILLISECOND' | 'MICROSECOND' ;
literal : '-'? NUMBER | STRING | 'NULL' ;

object : (name '.')? name ;
qualifier : object ;
names : name (',' name)* ;
orderedNames : name ('ASC' | 'DESC')? (',' name ('ASC' | 'DESC')?)* ;
// Words with a meaning above that Transact-SQL does not reserve, as far as something may be named so.
name
  : ID | QUOTED | 'SYS' | 'SP_SET_SESSION_CONTEXT'
  | 'AFTER' | 'APPLY' | 'COUNT' | 'DATE' | 'DAY' | 'DEFINITION' | 'FIRST' | 'HOUR' | 'LEDGER' | 'MAX' | 'MEMBER' | 'MIN'
  | 'MINUTE' | 'MONTH' | 'NEXT' | 'OBJECT' | 'OFFSET' | 'OUTPUT' | 'RANGE' | 'RANK' | 'ROLE' | 'ROW' | 'ROWS' | 'SECOND'
  | 'STATE' | 'SUM' | 'TIME' | 'YEAR'
  ;

// Reserved in Transact-SQL without a rule above, or values and types that only other databases know.
RESERVED
  : 'BACKUP' | 'BREAK' | 'BROWSE' | 'BULK' | 'CASCADE' | 'CHECKPOINT' | 'CLOSE' | 'COMMIT' | 'COMPUTE' | 'CONTAINS'
  | 'CONTINUE' | 'CONVERT' | 'CURRENT_DATE' | 'CURRENT_TIME' | 'CURRENT_TIMESTAMP' | 'CURRENT_USER' | 'CURSOR'
  | 'CONTAINSTABLE' | 'DBCC' | 'DEALLOCATE' | 'DISK' | 'DISTRIBUTED' | 'DOUBLE' | 'DUMP' | 'ERRLVL' | 'EXIT' | 'EXTERNAL' | 'FILE' | 'FILLFACTOR'
  | 'FOR' | 'FREETEXT' | 'FREETEXTTABLE' | 'FUNCTION' | 'GO' | 'GOTO' | 'IDENTITYCOL' | 'IDENTITY_INSERT' | 'KILL' | 'LIMIT' | 'LINENO' | 'LOAD'
  | 'MERGE' | 'NATIONAL' | 'NOCHECK' | 'OF' | 'OFFSETS' | 'OPEN' | 'OPENDATASOURCE' | 'OPENQUERY' | 'OPENROWSET' | 'OPENXML' | 'OPTION'
  | 'PERCENT' | 'PIVOT' | 'PLAN' | 'PRECISION' | 'PRINT' | 'PROC' | 'PROCEDURE' | 'PUBLIC' | 'RAISERROR' | 'READ'
  | 'READTEXT' | 'RECONFIGURE' | 'REPLICATION' | 'RESTORE' | 'RESTRICT' | 'REVERT' | 'ROLLBACK' | 'ROWCOUNT'
  | 'ROWGUIDCOL' | 'RULE' | 'SAVE' | 'SECURITYAUDIT' | 'SESSION_USER' | 'SETUSER' | 'SHUTDOWN' | 'SOME' | 'STATISTICS' | 'SYSTEM_USER'
  | 'TABLESAMPLE' | 'TEXTSIZE' | 'TRAN' | 'TRANSACTION' | 'TRUNCATE' | 'TRY_CONVERT' | 'TSEQUAL' | 'UNPIVOT' | 'UPDATETEXT' | 'USE' | 'USER'
  | 'VARYING' | 'WAITFOR' | 'WHILE' | 'WITHIN' | 'WRITETEXT'
  | 'TRUE' | 'FALSE' | 'UNKNOWN' | 'LOCALTIME' | 'LOCALTIMESTAMP' | 'BOOLEAN' | 'CLOB' | 'BLOB' | 'UUID'
  ;

SEMI : ';' ;
VARIABLE : '@' [A-Z_] [A-Z0-9_]* ;
ID : [A-Z_#] [A-Z0-9_$#]* ;
QUOTED : '[' (~']' | ']]')+ ']' | '"' (~'"' | '""')+ '"' ;
STRING : 'N'? '\'' (~'\'' | '\'\'')* '\'' ;
NUMBER : [0-9]+ ('.' [0-9]+)? ;
LINE : '--' ~[\r\n]* -> skip ;
BLOCK : '/*' (BLOCK | .)*? '*/' -> skip ;
SPACE : [ \t\r\n]+ -> skip ;
