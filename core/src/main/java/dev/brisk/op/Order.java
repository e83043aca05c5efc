package dev.brisk.op;

import dev.brisk.ElementType;

/** Which of two elements of an array is the greater, given their places. */
@FunctionalInterface
interface Order {
  /** Negative, zero or positive, as the left one is less than, equal to or greater. */
  int compare(int left, int right);

  /** That of the elements: strings by their characters, not-a-number above all numbers. */
  static Order of(NdArray array) {
    if (array.elementType() == ElementType.STRING) {
      String[] strings = array.strings();
      return (left, right) -> strings[left].compareTo(strings[right]);
    } else if (!array.isFloat()) {
      long[] integers = array.longs();
      ElementType type = array.elementType();
      return (left, right) -> Bounds.compare(type, integers[left], integers[right]);
    } else if (array.elementType() == ElementType.FLOAT64) {
      double[] doubles = array.doubles();
      return (left, right) ->
          doubles[left] == doubles[right] ? 0 : Double.compare(doubles[left], doubles[right]);
    }
    float[] floats = array.floats();
    return (left, right) ->
        floats[left] == floats[right] ? 0 : Float.compare(floats[left], floats[right]);
  }
}
