package dev.medallion.generate;

/** What can be wrong with an application that is good JSON. */
enum LoanFault {
  NONE,
  /** Its start date is null or not there. */
  NO_START,
  /** Its start date is a text, but no day of the calendar. */
  NO_DATE,
  /** Its end date lies before its start date. */
  END_BEFORE_START
}
