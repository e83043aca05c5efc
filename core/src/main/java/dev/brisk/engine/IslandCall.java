package dev.brisk.engine;

import dev.brisk.InvalidInputException;
import dev.brisk.Tensor;
import dev.brisk.op.Datum;
import dev.brisk.op.NdArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A call of the interpreter on values in memory, and on those that have none. */
final class IslandCall implements Kernel.Call {
  private final Island island;
  private final List<@Nullable Tensor> inputs;
  private final List<@Nullable Tensor> outputs;
  private final Map<String, Datum> values;

  /**
   * @param inputs where the values that it is given lie, flat; null where they have no memory
   * @param outputs the same for those that it makes
   * @param values those that have no memory
   */
  IslandCall(
      Island island,
      List<@Nullable Tensor> inputs,
      List<@Nullable Tensor> outputs,
      Map<String, Datum> values) {
    this.island = island;
    this.inputs = inputs;
    this.outputs = outputs;
    this.values = values;
  }

  @Override
  public void run() {
    Map<String, Datum> given = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      String name = island.inputs().get(i);
      Tensor memory = inputs.get(i);
      Datum value = memory == null ? values.get(name) : array(name, memory);
      if (value != null) {
        given.put(name, value);
      }
    }
    Map<String, Datum> made = island.run(given);
    for (int i = 0; i < outputs.size(); i++) {
      String name = island.outputs().get(i);
      Datum value = made.get(name);
      Tensor memory = outputs.get(i);
      if (memory == null && value != null) {
        values.put(name, value);
      } else if (memory != null) {
        write(name, value, memory);
      }
    }
  }

  private NdArray array(String name, Tensor memory) {
    return NdArray.of(memory).reshape(island.shape(name));
  }

  private void write(String name, @Nullable Datum value, Tensor memory) {
    if (!(value instanceof NdArray array)
        || array.size() != memory.elements()
        || array.elementType() != memory.elementType()) {
      throw new InvalidInputException(
          "Value '%s' should be %s of %d elements, but is %s"
              .formatted(name, memory.elementType(), memory.elements(), value));
    }
    memory.asByteBuffer().put(array.toTensor().asByteBuffer());
  }
}
