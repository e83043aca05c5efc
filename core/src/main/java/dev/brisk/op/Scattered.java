package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;

/** What the operators share that write updates into a copy of their input. */
final class Scattered {
  private Scattered() {}

  /**
   * A copy of an array with updates.
   *
   * @param reduction how an update and what was there make the new element; "none" replaces it
   * @param places for each update the place in the array
   */
  static NdArray of(String reduction, NdArray data, NdArray updates, int[] places) {
    if (updates.size() != places.length || updates.elementType() != data.elementType()) {
      throw new InvalidInputException(
          "There must be %d updates for %s, but they are %s"
              .formatted(places.length, data, updates));
    } else if (reduction.equals("none")) {
      return replaced(data, updates, places);
    } else if (data.isFloat()) {
      return ofFloats(reduction, data, updates, places);
    }
    return ofIntegers(reduction, data, updates, places);
  }

  private static NdArray replaced(NdArray data, NdArray updates, int[] places) {
    int[] taken = new int[data.size()];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = i;
    }
    for (int i = 0; i < places.length; i++) {
      taken[places[i]] = taken.length + i;
    }
    return NdArray.join(data, updates).take(data.shape(), taken);
  }

  private static NdArray ofFloats(String reduction, NdArray data, NdArray updates, int[] places) {
    double[] made = data.doubles().clone();
    double[] given = updates.doubles();
    for (int i = 0; i < places.length; i++) {
      double old = made[places[i]];
      made[places[i]] =
          switch (reduction) {
            case "add" -> old + given[i];
            case "mul" -> old * given[i];
            case "max" -> Math.max(old, given[i]);
            case "min" -> Math.min(old, given[i]);
            default -> throw unknown(reduction);
          };
    }
    return NdArray.of(data.elementType(), data.shape(), made);
  }

  private static NdArray ofIntegers(String reduction, NdArray data, NdArray updates, int[] places) {
    ElementType type = data.elementType();
    long[] made = data.longs().clone();
    long[] given = updates.longs();
    for (int i = 0; i < places.length; i++) {
      long old = made[places[i]];
      boolean greater = Bounds.compare(type, given[i], old) > 0;
      made[places[i]] =
          switch (reduction) {
            case "add" -> old + given[i];
            case "mul" -> old * given[i];
            case "max" -> greater ? given[i] : old;
            case "min" -> greater ? old : given[i];
            default -> throw unknown(reduction);
          };
    }
    return NdArray.of(type, data.shape(), made);
  }

  private static InvalidInputException unknown(String reduction) {
    return new InvalidInputException(
        "Attribute 'reduction' must be 'none', 'add', 'mul', 'max' or 'min', but is '%s'"
            .formatted(reduction));
  }
}
