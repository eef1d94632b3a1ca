package dev.medallion.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.decode.OnNewColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines as they are, and the lines that rows of JSON keep. */
class TextLinesTest {
  @TempDir Path folder;

  @Test
  void everyLineIsARow() throws IOException {
    byte[] text = "\ufeffone\r\n\n  two \n\ufeffü\n\nlast".getBytes(UTF_8);
    for (int most = 1; most <= text.length; most++) {
      assertThat(rows(new TextLines(), text, most))
          .containsExactly("[one]", "[]", "[  two ]", "[\ufeffü]", "[]", "[last]");
    }
    assertThat(rows(new TextLines(), "one\n".getBytes(UTF_8), 9)).containsExactly("[one]");
    assertThat(rows(new TextLines(), new byte[0], 9)).isEmpty();
  }

  @Test
  void whatIsNotUtf8IsKeptInBase64() throws IOException {
    assertThat(rows(new TextLines(), "a\nü\n".getBytes(ISO_8859_1), 9))
        .containsExactly("[a]", "base64:/A==: [not UTF-8]");
  }

  @Test
  void rowsOfJsonKeepTheirLine() throws IOException {
    var format = new JsonLines(new StructType().add("a", "int"), KeepRaw.YES, OnNewColumn.IGNORE);
    assertThat(rows(format, "{\"a\": 1, \"b\": 2}\r\n\n{\"a\": \"ü\"}".getBytes(UTF_8), 99))
        .containsExactly(
            "[1, {\"a\": 1, \"b\": 2}]", "{\"a\": \"ü\"}: [a: expected int, found string \"ü\"]");
    assertThat(rows(format, "{\"a\": \"ü\"}".getBytes(ISO_8859_1), 99))
        .containsExactly("base64:eyJhIjogIvwifQ==: [not UTF-8]");
  }

  private List<String> rows(LandedFormat format, byte[] text, long most) throws IOException {
    Path path = Files.write(folder.resolve("a.txt"), text);
    return Landed.rows(format, Slice.of(path.toString(), Files.size(path)), most);
  }
}
