package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.AvroReader;
import dev.medallion.decode.AvroSchema;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.decode.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Avro container files, whose own schema is resolved against that of the columns. What came before
 * a damage in a file is read; the rest of it is one malformed record.
 *
 * @param schema of the columns, the text of an Avro schema file
 * @param onNew what becomes of fields that the schema lacks
 */
record AvroFiles(String schema, OnNewColumn onNew) implements LandedFormat {
  private static final int MOST_FILES = 200;

  /** Files of records, or of Event Hubs Capture, whose records have a record in their body. */
  static LandedFormat from(Section block, OnNewColumn onNew) {
    if (block.has("body")) {
      if (block.has("schema")) {
        block.problem("schema", "stands beside body, which has a schema of its own; leave one out");
      }
      return CaptureFiles.from(block, onNew);
    }
    if (!block.has("schema")) {
      block.problem(
          "", "needs schema, an Avro schema file, or for Event Hubs Capture body { format = ... }");
      return new AvroFiles(AvroSchema.PLACEHOLDER, onNew);
    }
    return new AvroFiles(AvroSchema.text(block, "schema", LandingSource.TAKEN), onNew);
  }

  @Override
  public StructType columns() {
    return AvroSchema.parse(schema).columns();
  }

  /** By the schemas in the files' headers. */
  @Override
  public StructType found(SparkSession spark, List<Slice> files) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    AvroSchema own = AvroSchema.parse(schema);
    Schema[] writers =
        files.stream()
            .limit(MOST_FILES)
            .flatMap(file -> writer(file, hadoop).stream())
            .distinct()
            .toArray(Schema[]::new);
    return LandingSource.joined(own.columns(), own.more(writers));
  }

  /** Empty for a file that is damaged, which its reading tells. */
  private static Optional<Schema> writer(Slice file, Configuration hadoop) {
    try (var blocks = AvroBlocks.open(file.open(hadoop), file.size())) {
      return Optional.of(blocks.schema());
    } catch (DamagedFile e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LandedFormat with(StructType more) {
    return more.isEmpty() ? this : new AvroFiles(AvroSchema.parse(schema).with(more), onNew);
  }

  @Override
  public Files files(Configuration hadoop) {
    AvroSchema columns = AvroSchema.parse(schema);
    return new AvroFolder(hadoop, writer -> new Plain(columns.reader(writer, onNew)));
  }

  /** Fills rows with the records of one file. */
  interface Filling {
    /** Reads the records of the file. */
    AvroReader reader();

    /** Fills in the record at {@code bytes[offset, offset + length)}. */
    void fill(byte[] bytes, int offset, int length, LandedRow row);
  }

  /**
   * Opens files whole, since each begins with its schema.
   *
   * @param fillings by the schema that a file was written with
   */
  record AvroFolder(Configuration hadoop, Function<Schema, Filling> fillings) implements Files {
    @Override
    public List<Slice> parts(Slice file, long most) {
      return List.of(file);
    }

    @Override
    public Records open(Slice slice) throws IOException {
      return new AvroRecords(slice, slice.open(hadoop), fillings);
    }
  }

  private record Plain(AvroReader reader) implements Filling {
    @Override
    public void fill(byte[] bytes, int offset, int length, LandedRow row) {
      List<String> reasons = reader.read(bytes, offset, length, row.values());
      if (!reasons.isEmpty()) {
        row.malformed(Utf8.text(Arrays.copyOfRange(bytes, offset, offset + length)), reasons);
      }
    }
  }
}
