package dev.medallion.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntaxFaultTest {
  private static final String GENERAL =
      "this is not HOCON; expected key = value or key { ... }, special characters in \"quotes\"";

  @TempDir Path folder;
  private Written conf;

  @BeforeEach
  void inFolder() {
    conf = new Written(folder);
  }

  @Test
  void syntaxErrorTellsItsLineAndNotItsText() {
    assertSyntax(
        "a = 1\nb = [1, 2\n",
        3,
        "a block or list is not closed before the end; add the missing } or ]");
    assertSyntax(
        "a = 1\nb {\n c = 1\n",
        4,
        "a block or list is not closed before the end; add the missing } or ]");
    assertSyntax("a = 1\n}\n", 2, "a } closes nothing; remove it or open its block");
    assertSyntax(
        "a = \"hunter2\n", 1, "a quoted text is not closed on its line; add the missing \"");
    assertSyntax("a = \"hunter2", 1, "a quoted text is not closed; add the missing \"");
    assertSyntax(
        "\npassword = hunter2@",
        2,
        "a special character stands outside quotes; write key = \"...\"");
    assertSyntax(
        "password hunter2\nb = 1",
        2,
        "the key before this has no value; write key = value or key { ... }");
    assertSyntax(
        "a = 1\nb =\n}", 3, "the key before this has no value; write key = value or key { ... }");
    assertSyntax("a = [1\n 2 : hunter2]", 2, GENERAL);
    assertSyntax("[1]", 1, "the file holds a list; expected key = value or key { ... }");
    assertSyntax("a = hunter2 [b]", 1, "a block or list cannot be joined with a text; add a comma");
    assertSyntax("a = ${b}\nb = ${a}", 2, "a substitution leads back to itself; give it a value");
    assertSyntax("a = ${b", 1, "a substitution is not closed; write ${NAME} or ${?NAME}");
    assertSyntax("include hunter2", 1, "an include is not complete; write include \"file.conf\"");
    assertSyntax(
        "a = \"C:\\hunter2\"", 1, "a backslash in a quoted text escapes nothing; write \\\\");
  }

  private void assertSyntax(String text, int line, String message) {
    conf.file("x.conf", text);
    assertThat(conf.failure(conf::load)).isEqualTo("conf/x.conf: " + line + ": " + message);
  }
}
