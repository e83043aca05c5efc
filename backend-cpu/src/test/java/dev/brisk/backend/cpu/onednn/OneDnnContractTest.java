package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import dev.brisk.conformance.AcceleratorContract;
import dev.brisk.spi.AcceleratorProvider;
import java.util.EnumSet;
import java.util.Set;

final class OneDnnContractTest extends AcceleratorContract {
  @Override
  protected AcceleratorProvider provider() {
    return new OneDnnProvider();
  }

  @Override
  protected Set<ElementType> elementTypes() {
    return EnumSet.of(
        ElementType.FLOAT32,
        ElementType.FLOAT64,
        ElementType.FLOAT16,
        ElementType.BFLOAT16,
        ElementType.INT8,
        ElementType.UINT8,
        ElementType.INT16,
        ElementType.INT32,
        ElementType.INT64,
        ElementType.BOOL,
        ElementType.STRING);
  }
}
