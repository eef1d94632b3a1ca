package dev.medallion.decode;

import java.io.IOException;

/** Bytes are not what Avro makes of a record; the message says why, for the quarantine. */
public final class AvroFault extends IOException {
  private static final long serialVersionUID = 1;

  AvroFault(String reason) {
    super(reason);
  }

  AvroFault(String reason, Throwable cause) {
    super(reason, cause);
  }

  static AvroFault cutOff() {
    return new AvroFault("cut off: the record ends inside a value");
  }
}
