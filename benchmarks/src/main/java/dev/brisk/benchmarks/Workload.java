package dev.brisk.benchmarks;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.benchmarks.model.BertBase;
import dev.brisk.benchmarks.model.MobileNetV2;
import dev.brisk.benchmarks.model.ResNet50;
import dev.brisk.benchmarks.model.TinyNet;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** A model and the inputs it is run on. */
@SuppressWarnings("ImmutableEnumChecker") // the models' builders keep no state
public enum Workload {
  TINY(built(TinyNet::build), -2.2, 2.6),
  RESNET50(built(ResNet50::build), -2.2, 2.6),
  MOBILENET_V2(built(MobileNetV2::build), -2.2, 2.6),
  BERT_BASE(built(BertBase::build), 0, BertBase.VOCABULARY),
  RESNET8(shared("resnet8_cifar10_mlperf"), 0, 255),
  RESNET20(shared("resnet20_cifar10"), -2.2, 2.6),
  MOBILENET_V1_025(shared("mobilenet_v1_0.25_224"), -1, 1),
  MOBILENET_V1_075(shared("mobilenet_v1_0.75_224"), -1, 1),
  VISUAL_WAKE_WORDS(shared("vww_mobilenet_v1_0.25_96_mlperf"), 0, 1),
  KEYWORDS(shared("kws_dscnn_mlperf"), -123, 26),
  TREC(shared("transformer_trec"), 0, 3000),
  YOLOX_NANO(shared("yolox_nano_416_op13"), 0, 255);

  private static final long SEED = 20_240_229;

  private final ModelSource source;
  private final Samples samples;

  Workload(ModelSource source, double low, double high) {
    this.source = source;
    this.samples = new Samples(SEED, low, high);
  }

  private static ModelSource built(LongFunction<Model> network) {
    return new ModelSource.Built(() -> network.apply(SEED));
  }

  private static ModelSource shared(String name) {
    return new ModelSource.Shared("models/" + name + ".onnx");
  }

  /** Where the model comes from. */
  ModelSource source() {
    return source;
  }

  /** The inputs it is run on. */
  Samples samples() {
    return samples;
  }

  /** The file of the model in a precision, made first where it does not exist. */
  Path file(Precision precision) {
    return ModelFiles.of(this, precision);
  }

  /** Whether {@link #file} needs neither a file that is absent nor minutes of work. */
  boolean present() {
    return ModelFiles.present(this);
  }

  /** The sample of an index in a batch of one. */
  Map<String, Tensor> sample(long index) {
    return samples.of(Model.load(file(Precision.FP32)).inputs(), index, 1);
  }

  /** Such as {@code mobilenet-v2}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
