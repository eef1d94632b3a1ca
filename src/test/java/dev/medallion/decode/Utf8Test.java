package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf", // lone continuations
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "f0808080",
        "f08fbfbf", // overlong forms
        "eda080",
        "edbfbf",
        "eda080edb080", // surrogates, alone and in a pair
        "f4908080",
        "f5808080",
        "f8808080",
        "ff", // past U+10FFFF
        "c2",
        "e282",
        "f09f98",
        "c241",
        "e28241",
        "f09f9841",
        "c3c3", // cut short
      })
  void malformedBytesAreToldWhereverTheyStand(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 18; before++) {
      byte[] text = new byte[before + bad.length];
      Arrays.fill(text, (byte) 'a');
      System.arraycopy(bad, 0, text, before, bad.length);
      assertThat(Utf8.isValid(text, 0, text.length)).isFalse();
      assertThat(Utf8.isValid(text, 0, before)).isTrue();
    }
  }

  @Test
  void agreesWithJavaOnEveryPairAndTriple() {
    byte[] text = new byte[3];
    for (int first = 0x7F; first <= 0xFF; first++) {
      for (int rest = 0; rest < 0x10000; rest++) {
        text[0] = (byte) first;
        text[1] = (byte) (rest >> 8);
        text[2] = (byte) rest;
        boolean valid = Utf8.isValid(text, 0, 3);
        if (valid != isValidToJava(text)) {
          assertThat(HexFormat.of().formatHex(text)).as("says " + valid).isEmpty();
        }
      }
    }
  }

  /** Java replaces what is malformed, and so does not give it back. */
  private static boolean isValidToJava(byte[] text) {
    return Arrays.equals(text, new String(text, UTF_8).getBytes(UTF_8));
  }

  @Test
  void everyCodePointIsValidAndEncodedAsItIs() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    byte[] bytes = all.toString().getBytes(UTF_8);
    char[] chars = all.toString().toCharArray();
    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
    assertThat(Utf8.encode(chars, 0, chars.length)).contains(UTF8String.fromBytes(bytes));
  }
}
