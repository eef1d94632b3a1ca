package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;

/**
 * Makes strict parsers that take bytes for UTF-8 without a guess. Jackson's own factory would read
 * a line with a zero byte among its first as UTF-16 or UTF-32, and skip a second byte order mark.
 */
final class Utf8JsonFactory extends JsonFactory {
  static final int DEEPEST = 1000;

  private static final long serialVersionUID = 1;

  Utf8JsonFactory() {
    super(
        new JsonFactoryBuilder()
            // Keys of maps are unbounded: neither keep them for ever nor refuse them.
            .disable(Feature.INTERN_FIELD_NAMES)
            .disable(Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(limits()));
  }

  private static StreamReadConstraints limits() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(DEEPEST)
        .maxStringLength(Integer.MAX_VALUE)
        .maxNumberLength(Integer.MAX_VALUE)
        .build();
  }

  @Override
  protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) {
    return new UTF8StreamJsonParser(
        context,
        _parserFeatures,
        null,
        null,
        _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
        data,
        offset,
        offset + length,
        0,
        false);
  }
}
