package dev.medallion.tracking;

/** What a log row is about. */
public enum EventType {
  STATE_CHANGE,
  PARAMETER_CHANGE,
  ERROR,
  SCHEMA_CHANGE,
  DATA_GAP,
  LEASE,
  OPERATOR_ACTION,
  QUALITY
}
