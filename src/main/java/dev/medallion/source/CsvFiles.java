package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.CsvDecoder;
import dev.medallion.decode.CsvDialect;
import dev.medallion.decode.CsvFault;
import dev.medallion.decode.Decoder;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.decode.Schemas;
import dev.medallion.source.CsvHead.Heading;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * CSV, decoded strictly by a schema; see {@link CsvDecoder} for what counts as malformed.
 *
 * @param schema of a record
 * @param added columns behind those of the schema, which a header may lack
 * @param dialect how a record is divided into fields
 * @param header whether the first record of a file names its columns
 * @param lines how many lines a record may have
 * @param raw whether rows keep their text
 * @param onNew what becomes of columns that a header has and the schema lacks
 */
record CsvFiles(
    StructType schema,
    StructType added,
    CsvDialect dialect,
    Header header,
    Lines lines,
    KeepRaw raw,
    OnNewColumn onNew)
    implements LandedFormat {
  enum Header {
    NONE,
    FIRST
  }

  enum Lines {
    SINGLE,
    MULTI
  }

  static CsvFiles from(Section block, OnNewColumn onNew) {
    CsvDialect dialect = CsvDialect.from(block);
    KeepRaw raw = KeepRaw.from(block);
    StructType schema =
        Schemas.read(
            block,
            "schema",
            raw.taken(LandingSource.TAKEN),
            columns -> new CsvDecoder(columns, dialect));
    return new CsvFiles(
        schema,
        new StructType(),
        dialect,
        block.flag("header") ? Header.FIRST : Header.NONE,
        block.flag("multi-line") ? Lines.MULTI : Lines.SINGLE,
        raw,
        onNew);
  }

  @Override
  public StructType columns() {
    return raw.after(all());
  }

  private StructType all() {
    return LandingSource.joined(schema, added);
  }

  @Override
  public StructType found(SparkSession spark, List<Slice> files) {
    Set<String> names = new LinkedHashSet<>();
    if (header == Header.FIRST) {
      Folder folder = folder(spark.sessionState().newHadoopConf());
      files.forEach(file -> names.addAll(folder.names(file)));
    }
    StructType found = new StructType();
    for (String name : names) {
      found = found.add(name, DataTypes.StringType);
    }
    return found;
  }

  @Override
  public LandedFormat with(StructType more) {
    return header == Header.NONE
        ? this
        : new CsvFiles(
            schema, LandingSource.joined(added, more), dialect, header, lines, raw, onNew);
  }

  /** Below a header, it alone tells which field is which. */
  @Override
  public Optional<Decoder> decoder() {
    return header == Header.NONE ? Optional.of(columnDecoder()) : Optional.empty();
  }

  private CsvDecoder columnDecoder() {
    return new CsvDecoder(all(), schema.size(), dialect, onNew);
  }

  @Override
  public Files files(Configuration hadoop) {
    return folder(hadoop);
  }

  private Folder folder(Configuration hadoop) {
    var codecs = new CompressionCodecFactory(hadoop);
    return new Folder(hadoop, codecs, this, columnDecoder());
  }

  private record Folder(
      Configuration hadoop, CompressionCodecFactory codecs, CsvFiles format, CsvDecoder decoder)
      implements Files {
    @Override
    public List<Slice> parts(Slice file, long most) {
      boolean whole = format.lines == Lines.MULTI;
      return LineFiles.parts(file, whole ? file.size() : most, codecs);
    }

    @Override
    public Records open(Slice slice) throws IOException {
      return new CsvRecords(slice, steps(slice), heading(slice), format.raw);
    }

    /** The header stands in the first part of a file, which also tells what is wrong with it. */
    private Heading heading(Slice slice) {
      if (format.header == Header.NONE) {
        return steps -> Optional.of(CsvHead.none(decoder));
      }
      return slice.start() == 0
          ? steps -> CsvHead.first(steps, decoder)
          : steps -> elsewhere(slice);
    }

    private Optional<CsvHead> elsewhere(Slice slice) throws IOException {
      try (CsvSteps first = steps(Slice.of(slice.path(), slice.size()))) {
        return CsvHead.first(first, decoder);
      } catch (DamagedFile e) {
        return Optional.empty();
      }
    }

    /** The names in the header of a file; the batch that reads it tells what is wrong with it. */
    private List<String> names(Slice file) {
      try (CsvSteps first = steps(file)) {
        return first.next()
            ? decoder.names(first.bytes(), first.offset(), first.length())
            : List.of();
      } catch (IOException | DamagedFile | CsvFault e) {
        return List.of();
      }
    }

    private CsvSteps steps(Slice slice) throws IOException {
      return new CsvSteps(SliceLines.open(slice, hadoop, codecs), format.dialect, format.lines);
    }
  }
}
