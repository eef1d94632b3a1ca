/**
 * Turns the bytes of one record into the values of a row. A {@link dev.medallion.decode.Decoder}
 * says of a record either what it holds or every reason why it is malformed; it never turns a bad
 * value into null. Where records come from, and what becomes of bad ones, is not known here.
 */
package dev.medallion.decode;
