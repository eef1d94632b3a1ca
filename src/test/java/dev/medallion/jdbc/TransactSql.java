package dev.medallion.jdbc;

import com.alibaba.druid.DbType;
import com.alibaba.druid.sql.SQLUtils;
import com.alibaba.druid.sql.parser.ParserException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.LexerInterpreter;
import org.antlr.v4.runtime.ParserInterpreter;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.Trees;
import org.antlr.v4.tool.Grammar;

/**
 * Reads Transact-SQL as SQL Server would, as far as that can be done without one: by our grammar,
 * which knows what this program may use, and, where rows are read or written, by Druid's parser for
 * SQL Server as well, whose makers do not share our mistakes. Neither knows which tables and
 * columns there are, nor of what types.
 */
public final class TransactSql {
  private static final Grammar GRAMMAR = grammar();

  /** The rules whose text Druid reads too; it knows no filtered index, trigger or ledger. */
  private static final Set<String> ROWS = Set.of("select", "insert", "update", "viewBody");

  private TransactSql() {}

  /** The batches of a script: what stands between the lines that are GO. */
  public static List<String> batches(String script) {
    return Arrays.stream(script.split("(?im)^[ \\t]*GO[ \\t]*$"))
        .filter(batch -> !batch.isBlank())
        .toList();
  }

  /**
   * Reads a batch, whose parameters are question marks.
   *
   * @throws AssertionError if it is not Transact-SQL: line, column and what stands there
   */
  public static void check(String batch) {
    for (ParseTree node : Trees.getDescendants(parsed(batch))) {
      if (node instanceof ParserRuleContext rule
          && ROWS.contains(GRAMMAR.getRule(rule.getRuleIndex()).name)) {
        readByDruid(batch.substring(start(rule), rule.getStop().getStopIndex() + 1));
      }
    }
  }

  private static int start(ParserRuleContext rule) {
    return rule.getStart().getStartIndex();
  }

  private static ParseTree parsed(String batch) {
    Refusal refusal = new Refusal(batch);
    LexerInterpreter words = GRAMMAR.createLexerInterpreter(CharStreams.fromString(upper(batch)));
    words.removeErrorListeners();
    words.addErrorListener(refusal);
    ParserInterpreter parser = GRAMMAR.createParserInterpreter(new CommonTokenStream(words));
    parser.removeErrorListeners();
    parser.addErrorListener(refusal);
    return parser.parse(GRAMMAR.getRule("batch").index);
  }

  /** Every character stays where it is. */
  private static String upper(String batch) {
    char[] characters = batch.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = Character.toUpperCase(characters[i]);
    }
    return String.valueOf(characters);
  }

  private static void readByDruid(String statement) {
    try {
      SQLUtils.parseStatements(statement, DbType.sqlserver);
    } catch (ParserException e) {
      throw new AssertionError("Druid: " + e.getMessage() + "\n" + statement, e);
    }
  }

  private static Grammar grammar() {
    Grammar grammar = Grammar.load("src/test/tsql/TransactSql.g4");
    if (grammar.tool.errMgr.getNumErrors() > 0) {
      throw new IllegalStateException("src/test/tsql/TransactSql.g4 has mistakes; see above");
    }
    return grammar;
  }

  private static final class Refusal extends BaseErrorListener {
    private final String batch;

    Refusal(String batch) {
      this.batch = batch;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException e) {
      String found =
          symbol instanceof Token token && token.getType() != Token.EOF
              ? batch.substring(token.getStartIndex(), token.getStopIndex() + 1)
              : symbol == null ? batch.lines().toList().get(line - 1).substring(column) : "the end";
      throw new AssertionError(
          "line %d, column %d: not Transact-SQL: %s".formatted(line, column + 1, found));
    }
  }
}
