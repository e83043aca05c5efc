package dev.brisk.engine;

import dev.brisk.ElementType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the codes of a quantized value stand for: the number of a code is {@code (code - zero point)
 * * scale}. Immutable, and thread-safe; two are equal if they are the same object.
 */
public final class Grid {
  private final ElementType type;
  private final float[] scales;
  private final int @Nullable [] zeroPoints;
  private final int axis;

  private Grid(ElementType type, float[] scales, int @Nullable [] zeroPoints, int axis) {
    this.type = type;
    this.scales = scales;
    this.zeroPoints = zeroPoints;
    this.axis = axis;
  }

  /** One scale and zero point for all of a value. */
  public static Grid of(ElementType type, float scale, int zeroPoint) {
    return new Grid(type, new float[] {scale}, zeroPoint == 0 ? null : new int[] {zeroPoint}, -1);
  }

  /** A scale and a zero point for each index of an axis, which counts from the front. */
  public static Grid of(ElementType type, float[] scales, int[] zeroPoints, int axis) {
    boolean symmetric = Arrays.stream(zeroPoints).allMatch(zero -> zero == 0);
    return new Grid(type, scales.clone(), symmetric ? null : zeroPoints.clone(), axis);
  }

  /** The type of the codes. */
  public ElementType type() {
    return type;
  }

  /** Whether one scale holds for all. */
  public boolean isPerTensor() {
    return axis < 0;
  }

  /** Whether all zero points are 0. */
  public boolean isSymmetric() {
    return zeroPoints == null;
  }

  /** The axis that the scales are along; -1 if there is but one. */
  public int axis() {
    return axis;
  }

  /** The scales, one or along the axis. */
  public float[] scales() {
    return scales.clone();
  }

  /** The scale of a grid that is per tensor. */
  public float scale() {
    return scales[0];
  }

  /** The zero point of a grid that is per tensor. */
  public int zeroPoint() {
    return zeroPoints == null ? 0 : zeroPoints[0];
  }

  /** The zero point of one of the scales. */
  public int zeroPoint(int index) {
    return zeroPoints == null ? 0 : zeroPoints[zeroPoints.length == 1 ? 0 : index];
  }

  /** The least number that a code of a grid per tensor stands for. */
  public float low() {
    return (lowest() - zeroPoint()) * scale();
  }

  /** The greatest number that a code of a grid per tensor stands for. */
  public float high() {
    return (highest() - zeroPoint()) * scale();
  }

  private int lowest() {
    return type == ElementType.INT8 ? -128 : 0;
  }

  private int highest() {
    return type == ElementType.INT8 ? 127 : 255;
  }

  /** Such as {@code uint8 * 0.02 - 128}. */
  @Override
  public String toString() {
    return isPerTensor()
        ? "%s(%.4g, %d)".formatted(type, scale(), zeroPoint())
        : "%s(%d scales)".formatted(type, scales.length);
  }
}
