package dev.medallion.decode;

/** A record has a field that its schema lacks, in a job that must not go on then. */
public final class NewField extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String field;

  /** Tells the field, as {@code Items[0].Discount}; where it was found is told by {@link #in}. */
  public NewField(String field) {
    this(field, "the field '" + field + "' is not in the schema");
  }

  private NewField(String field, String message) {
    super(message);
    this.field = field;
  }

  /**
   * The same as a whole sentence.
   *
   * @param place a file, or a record of a topic
   * @param others what on-new-column could be set to
   */
  public NewField in(String place, String others) {
    return new NewField(
        field,
        "%s: the field '%s' is not in the schema; add it there, or set on-new-column = %s"
            .formatted(place, field, others));
  }
}
