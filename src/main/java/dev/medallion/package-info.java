/**
 * The root holds nothing but its packages. From the bottom: {@code config} and {@code fault}, then
 * {@code jdbc}, {@code local}, {@code delta}, {@code checkpoint}, {@code kafka} and {@code decode},
 * then {@code source}, {@code transform}, {@code sink}, {@code tracking} and {@code generate} that
 * do not know each other, {@code pipeline}, {@code reconcile}, {@code cli}. Each imports from
 * strictly lower ones only.
 */
package dev.medallion;
