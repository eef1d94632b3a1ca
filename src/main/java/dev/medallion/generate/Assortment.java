package dev.medallion.generate;

import java.util.List;

/** What there is to sell, and where it is delivered. No text needs escaping in JSON. */
final class Assortment {
  static final List<Product> PRODUCTS =
      List.of(
          new Product(204, "Tea kettle", 640),
          new Product(211, "Soup tureen", 1290),
          new Product(218, "Pepper mill", 385),
          new Product(225, "Bread bin", 910),
          new Product(232, "Cake stand", 745),
          new Product(239, "Salad bowl", 520),
          new Product(246, "Oak stool", 1480),
          new Product(253, "Side board", 2450),
          new Product(260, "Corner shelf", 1175),
          new Product(267, "Writing desk", 2380),
          new Product(274, "Rocking chair", 1965),
          new Product(281, "Garden bench", 2210),
          new Product(288, "Shoe rack", 830),
          new Product(295, "Coat stand", 1040),
          new Product(302, "Reading lamp", 1360),
          new Product(309, "Paper lantern", 415),
          new Product(316, "Kitchen clock", 775),
          new Product(323, "Mantel clock", 1890),
          new Product(330, "Wool blanket", 1525),
          new Product(337, "Linen curtain", 1110),
          new Product(344, "Velvet cushion", 495),
          new Product(351, "Jute rug", 1730),
          new Product(358, "Bath mat", 360),
          new Product(365, "Picture frame", 585),
          new Product(372, "Brass candlestick", 965),
          new Product(379, "Wicker basket", 690),
          new Product(386, "Folding screen", 2140),
          new Product(393, "Wall mirror", 1655),
          new Product(400, "Flower pot", 430),
          new Product(407, "Umbrella stand", 870));

  static final List<Place> PLACES =
      List.of(
          new Place("Ahmedabad", "Gujarat"),
          new Place("Amritsar", "Punjab"),
          new Place("Bengaluru", "Karnataka"),
          new Place("Bhopal", "Madhya Pradesh"),
          new Place("Bhubaneswar", "Odisha"),
          new Place("Chennai", "Tamil Nadu"),
          new Place("Dehradun", "Uttarakhand"),
          new Place("Delhi", "Delhi"),
          new Place("Guwahati", "Assam"),
          new Place("Hyderabad", "Telangana"),
          new Place("Jaipur", "Rajasthan"),
          new Place("Kochi", "Kerala"),
          new Place("Kolkata", "West Bengal"),
          new Place("Lucknow", "Uttar Pradesh"),
          new Place("Mumbai", "Maharashtra"),
          new Place("Patna", "Bihar"),
          new Place("Raipur", "Chhattisgarh"),
          new Place("Ranchi", "Jharkhand"),
          new Place("Vijayawada", "Andhra Pradesh"));

  static final List<String> STREETS =
      List.of(
          "Lake Road",
          "Temple Street",
          "Station Road",
          "Market Lane",
          "Gandhi Marg",
          "Hill View Avenue",
          "Old Fort Road",
          "River Side Walk");

  private Assortment() {}

  record Product(int code, String description, long price) {}

  record Place(String city, String state) {}
}
