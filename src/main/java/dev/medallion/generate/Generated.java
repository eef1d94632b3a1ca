package dev.medallion.generate;

/**
 * What an {@link InvoiceGenerator} made. A job that does its work has {@code invoices} rows in
 * bronze, {@code malformed} in quarantine, {@code lineItems} in silver and {@code totalValue} as
 * silver's sum.
 *
 * @param lines all lines: {@code invoices + malformed}
 * @param invoices lines that hold a good invoice, repeated ones included
 * @param malformed lines that hold none
 * @param duplicates those of the invoices that repeat an earlier line
 * @param late those of the invoices made late; a repetition of one counts no more
 * @param lineItems line items of the invoices
 * @param totalValue sum of the TotalValue of the line items, in whole units of money
 * @param files files that hold the lines, 0 where the destination has none
 */
public record Generated(
    long lines,
    long invoices,
    long malformed,
    long duplicates,
    long late,
    long lineItems,
    long totalValue,
    int files) {

  /** What of this any generator makes. */
  public Lines inAll() {
    return new Lines(lines, invoices, malformed, duplicates, late, files);
  }
}
