package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceLinesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  @Test
  void everyCutGivesEachLineOnce() throws IOException {
    String text = "one\n\ntwo \r\nthree\n\n\nvier";
    Slice file = file("a.json", text);
    List<String> all = List.of(text.split("\n", -1));
    for (long most = 1; most <= text.length() + 1; most++) {
      assertThat(lines(file.cut(most))).as("in parts of %d bytes", most).isEqualTo(all);
    }
  }

  @Test
  void theLastLineMayEndWithTheFile() throws IOException {
    assertThat(lines(file("a.json", "one\ntwo").cut(100))).containsExactly("one", "two");
    assertThat(lines(file("b.json", "one\ntwo\n").cut(100))).containsExactly("one", "two");
    assertThat(lines(file("c.json", "\n").cut(100))).containsExactly("");
    assertThat(file("d.json", "").cut(100)).isEmpty();
  }

  @Test
  void whatIsAppendedAfterTheListingIsNotRead() throws IOException {
    Slice whole = file("a.json", "one\ntwo\n");
    Slice cutOff = file("b.json", "one\ntw");
    append("a.json", "three\n");
    append("b.json", "o\nthree\n");
    assertThat(lines(whole.cut(3))).containsExactly("one", "two");
    assertThat(lines(cutOff.cut(100))).containsExactly("one", "tw");
  }

  @Test
  void aLineMayBeLongerThanAnyBuffer() throws IOException {
    String huge = "x".repeat(3_000_000);
    assertThat(lines(file("a.json", "a\n" + huge + "\nb").cut(1_000_000)))
        .containsExactly("a", huge, "b");
  }

  @Test
  void aCompressedFileIsReadAsAWhole() throws IOException {
    Path path = folder.resolve("a.json.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write("one\ntwo".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(lines(List.of(Slice.of(path.toString(), Files.size(path)))))
        .containsExactly("one", "two");
  }

  @Test
  void aFileThatIsGoneIsNamed() {
    Slice gone = Slice.of(folder.resolve("a.json").toString(), 1);
    assertThatThrownBy(() -> lines(List.of(gone)))
        .hasMessage("a file of the batch in hand is gone: " + gone.path() + "; put it back");
  }

  @Test
  void packsTheLargeOnesFirst() {
    List<Slice> slices =
        IntStream.of(5, 90, 20, 70).mapToObj(size -> Slice.of(String.valueOf(size), size)).toList();
    assertThat(Slice.pack(slices, 100, 10))
        .extracting(group -> group.stream().map(Slice::path).toList())
        .containsExactly(List.of("90"), List.of("70", "20"), List.of("5"));
  }

  private Slice file(String name, String text) throws IOException {
    Path path = Files.writeString(folder.resolve(name), text);
    return Slice.of(path.toString(), Files.size(path));
  }

  private void append(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
  }

  private static List<String> lines(List<Slice> slices) throws IOException {
    List<String> found = new ArrayList<>();
    for (Slice slice : slices) {
      try (var lines = SliceLines.open(slice, HADOOP, new CompressionCodecFactory(HADOOP))) {
        while (lines.next()) {
          found.add(
              new String(lines.bytes(), lines.offset(), lines.length(), StandardCharsets.UTF_8));
        }
      }
    }
    return found;
  }
}
