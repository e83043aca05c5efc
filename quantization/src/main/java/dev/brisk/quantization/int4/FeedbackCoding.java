package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.activation.Activations;
import dev.brisk.quantization.int4.activation.ErrorFeedback;
import dev.brisk.quantization.int4.activation.Factor;
import dev.brisk.quantization.int4.activation.SecondMoments;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Blockwise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Each code makes up for the errors of those before it, as GPTQ does. Layers whose inputs cannot be
 * shown are coded block by block. The model runs on the samples several times, each time for as
 * many layers as {@value #MOST_BYTES} bytes of second moments serve.
 */
record FeedbackCoding() implements Coding {
  private static final long MOST_BYTES = 512L << 20;

  @Override
  public List<String> code(Work work) {
    Readers readers = Readers.of(work.plan());
    List<String> warnings = new ArrayList<>();
    readers.others().forEach(weight -> plain(weight, work));
    for (List<String> group : groups(readers)) {
      Map<String, SecondMoments> moments = new LinkedHashMap<>();
      group.forEach(value -> moments.put(value, new SecondMoments(readers.length(value))));
      if (!moments.isEmpty()) {
        Activations.show(work.model(), work.samples(), work.options().accelerator(), moments);
        warnings.addAll(Readers.warnings(moments));
      }
      for (String value : group) {
        code(readers.byValue().getOrDefault(value, List.of()), moments.remove(value), work);
      }
    }
    for (String value : tooLong(readers)) {
      warnings.add(
          "Rows of '%s' have %d numbers, too many for second moments: what reads them was coded block by block"
              .formatted(value, readers.length(value)));
      readers.byValue().getOrDefault(value, List.of()).forEach(weight -> plain(weight, work));
    }
    return warnings;
  }

  private static void code(List<Verdict.Weight> weights, SecondMoments moments, Work work) {
    if (moments.rows() == 0) {
      weights.forEach(weight -> plain(weight, work));
      return;
    }
    Factor factor = moments.factor();
    for (Verdict.Weight weight : weights) {
      work.store(weight, ErrorFeedback.quantize(weight.matrix(), factor, work.grid()));
    }
  }

  private static void plain(Verdict.Weight weight, Work work) {
    work.store(weight, Blockwise.quantize(weight.matrix(), work.grid(), BlockFits.all().get(0)));
  }

  private static List<List<String>> groups(Readers readers) {
    List<List<String>> groups = new ArrayList<>();
    long bytes = MOST_BYTES;
    for (String value : readers.byValue().keySet()) {
      long more = SecondMoments.bytes(readers.length(value));
      if (more > MOST_BYTES) {
        continue;
      }
      if (bytes + more > MOST_BYTES) {
        groups.add(new ArrayList<>());
        bytes = 0;
      }
      groups.get(groups.size() - 1).add(value);
      bytes += more;
    }
    return groups;
  }

  private static List<String> tooLong(Readers readers) {
    return readers.byValue().keySet().stream()
        .filter(value -> SecondMoments.bytes(readers.length(value)) > MOST_BYTES)
        .toList();
  }
}
