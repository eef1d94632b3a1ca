package dev.medallion.generate;

import java.util.List;

/** What a lender lends for, and to whom. No text needs escaping in JSON. */
final class LoanProducts {
  /** Amounts are in thousands of whole units of money, rates in hundredths of a percent. */
  static final List<Product> ALL =
      List.of(
          new Product(
              "HOME", List.of("purchase", "construction", "renovation"), 900, 9_000, 120, 300, 835),
          new Product("CAR", List.of("new car", "used car"), 200, 1_500, 24, 84, 925),
          new Product(
              "EDUCATION",
              List.of("studies at home", "studies abroad"),
              100,
              3_000,
              36,
              120,
              1_015),
          new Product(
              "PERSONAL", List.of("wedding", "travel", "medical care"), 20, 800, 6, 60, 1_190),
          new Product(
              "BUSINESS", List.of("machinery", "stock", "premises"), 300, 5_000, 12, 120, 1_075));

  static final List<String> FIRST_NAMES =
      List.of(
          "Aarav", "Ananya", "Diya", "Farhan", "Ishaan", "Kavya", "Meera", "Nikhil", "Priya",
          "Rohan", "Saanvi", "Vikram");

  static final List<String> LAST_NAMES =
      List.of(
          "Banerjee",
          "Das",
          "Fernandes",
          "Gupta",
          "Iyer",
          "Khan",
          "Mehta",
          "Nair",
          "Patel",
          "Reddy",
          "Sharma",
          "Singh");

  static final List<String> EMPLOYMENTS =
      List.of("SALARIED", "SELF_EMPLOYED", "RETIRED", "STUDENT");

  static final List<String> STATUSES =
      List.of("SUBMITTED", "SUBMITTED", "IN_REVIEW", "APPROVED", "REJECTED", "WITHDRAWN");

  private LoanProducts() {}

  record Product(
      String name,
      List<String> purposes,
      int least,
      int most,
      int shortest,
      int longest,
      int rate) {}
}
