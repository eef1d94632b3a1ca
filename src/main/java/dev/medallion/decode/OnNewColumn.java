package dev.medallion.decode;

/** What becomes of a column that the data has, and that was not there before. */
public enum OnNewColumn {
  /** It is left out. */
  IGNORE,
  /** It is taken on to the target, which is given the column too. */
  ADD,
  /** The job stops before anything of the batch is written. */
  FAIL
}
