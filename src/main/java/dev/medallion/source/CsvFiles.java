package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.CsvDecoder;
import dev.medallion.decode.CsvDialect;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.decode.Schemas;
import dev.medallion.source.CsvHead.Heading;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.types.StructType;

/**
 * CSV, decoded strictly by a schema; see {@link CsvDecoder} for what counts as malformed.
 *
 * @param schema of a record
 * @param dialect how a record is divided into fields
 * @param header whether the first record of a file names its columns
 * @param lines how many lines a record may have
 * @param raw whether rows keep their text
 * @param onNew what becomes of columns that a header has and the schema lacks
 */
record CsvFiles(
    StructType schema,
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
        dialect,
        block.flag("header") ? Header.FIRST : Header.NONE,
        block.flag("multi-line") ? Lines.MULTI : Lines.SINGLE,
        raw,
        onNew);
  }

  @Override
  public StructType columns() {
    return raw.after(schema);
  }

  @Override
  public Files files(Configuration hadoop) {
    var codecs = new CompressionCodecFactory(hadoop);
    return new Folder(hadoop, codecs, this, new CsvDecoder(schema, dialect, onNew));
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

    private CsvSteps steps(Slice slice) throws IOException {
      return new CsvSteps(SliceLines.open(slice, hadoop, codecs), format.dialect, format.lines);
    }
  }
}
