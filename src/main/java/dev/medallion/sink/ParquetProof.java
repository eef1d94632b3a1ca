package dev.medallion.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What is known of a batch that was written whole; lies in its folder, hidden from readers.
 *
 * @param rows empty if they could not be counted
 * @param note the text of the signature
 */
record ParquetProof(OptionalLong rows, Extent extent, String note) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The data files of a batch: how many, and their bytes in all. */
  record Extent(long files, long bytes) {

    /** What lies in a folder now, with its subfolders. */
    static Extent of(FileSystem files, Path folder) throws IOException {
      long count = 0;
      long bytes = 0;
      var found = files.listFiles(folder, true);
      while (found.hasNext()) {
        var file = found.next();
        if (!file.getPath().getName().matches("[_.].*")) {
          count++;
          bytes += file.getLen();
        }
      }
      return new Extent(count, bytes);
    }
  }

  /** As JSON, to be kept in a file. */
  byte[] bytes() throws IOException {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("rows", rows.isPresent() ? rows.getAsLong() : null);
    text.put("files", extent.files());
    text.put("bytes", extent.bytes());
    text.put("note", note);
    return JSON.writeValueAsBytes(text);
  }

  /**
   * Reads it from its file.
   *
   * @throws FileNotFoundException if there is none
   */
  static ParquetProof read(FileSystem files, Path file) throws IOException {
    try (var in = files.open(file)) {
      JsonNode text = JSON.readTree(in.readAllBytes());
      JsonNode rows = text.path("rows");
      return new ParquetProof(
          rows.isNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty(),
          new Extent(text.path("files").asLong(), text.path("bytes").asLong()),
          text.path("note").asText());
    }
  }

  Written written() {
    return new Written(rows, OptionalLong.empty(), note);
  }
}
