package dev.brisk.backend.remote;

import dev.brisk.ElementType;
import dev.brisk.conformance.AcceleratorContract;
import dev.brisk.spi.AcceleratorProvider;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

final class OpenInferenceContractTest extends AcceleratorContract {
  @Override
  protected AcceleratorProvider provider() {
    return new OpenInferenceFacadeProvider();
  }

  @Override
  protected Map<String, String> exclusions() {
    String threads = "the server has its own threads, of which the client says nothing";
    return Map.of("threadsAreHonoured", threads, "defaultThreadsAreTheProcessors", threads);
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
        ElementType.UINT16,
        ElementType.INT32,
        ElementType.UINT32,
        ElementType.INT64,
        ElementType.UINT64,
        ElementType.BOOL,
        ElementType.STRING);
  }
}
