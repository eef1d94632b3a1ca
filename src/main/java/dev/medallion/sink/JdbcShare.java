package dev.medallion.sink;

import java.util.List;
import scala.Tuple2;
import scala.Tuple3;

/**
 * The rows that a successful attempt of a task staged.
 *
 * @param write the attempt's id
 * @param first the number of its first row; the others follow
 */
record JdbcShare(String write, long first, long rows) {
  static JdbcShare of(Tuple3<String, Long, Long> told) {
    return new JdbcShare(told._1(), told._2(), told._3());
  }

  static long rows(List<JdbcShare> shares) {
    return shares.stream().mapToLong(JdbcShare::rows).sum();
  }

  /** The share with the row at a place among the rows of all, and the row's number. */
  static Tuple2<JdbcShare, Long> at(List<JdbcShare> shares, long place) {
    long before = 0;
    for (JdbcShare share : shares) {
      if (place < before + share.rows) {
        return new Tuple2<>(share, share.first + place - before);
      }
      before += share.rows;
    }
    throw new IndexOutOfBoundsException("row " + place + " of " + before);
  }
}
