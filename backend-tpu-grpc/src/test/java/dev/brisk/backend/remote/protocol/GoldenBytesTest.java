package dev.brisk.backend.remote.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.wire.MessageReader;
import inference.GrpcPredictV2.ModelInferRequest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tensorflow.serving.Predict;

/** Bytes that clients of others sent. */
final class GoldenBytesTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Model m, version 1, input x bfloat16[2] = 1.5, -2, raw. */
  private static final String INFER = "0a016d1201312a0c0a0178120442463136" + "1a01023a04c03f00c0";

  /** Model half, serving_default, x float32[1] = 1.5, typed. */
  private static final String PREDICT =
      "0a170a0468616c661a0f73657276696e675f64656661756c74"
          + "12130a0178120e0801120412020801"
          + "2a040000c03f";

  @Test
  void inferRequest_isWhatAnotherClientSends() {
    Tensor x =
        Tensor.ofBytes(ElementType.BFLOAT16, new byte[] {(byte) 0xC0, 0x3F, 0x00, (byte) 0xC0}, 2);
    byte[] request =
        Messages.request(new OpenInference(), new ModelName("m", "1", ""), Map.of("x", x));
    assertThat(HEX.formatHex(request)).isEqualTo(INFER);
  }

  @Test
  void predictRequest_meansWhatAnotherClientSends() throws Exception {
    Tensor x = Tensor.of(new float[] {1.5f}, 1);
    byte[] request =
        Messages.request(
            new TensorFlowServing(), new ModelName("half", "", "serving_default"), Map.of("x", x));
    Predict.PredictRequest ours = Predict.PredictRequest.parseFrom(request);
    Predict.PredictRequest theirs = Predict.PredictRequest.parseFrom(HEX.parseHex(PREDICT));
    assertThat(ours.getModelSpec()).isEqualTo(theirs.getModelSpec());
    assertThat(ours.getInputsMap()).containsOnlyKeys("x");
    assertThat(ours.getInputsOrThrow("x").getTensorShape())
        .isEqualTo(theirs.getInputsOrThrow("x").getTensorShape());
    assertThat(ours.getInputsOrThrow("x").getTensorContent().toByteArray())
        .containsExactly(0, 0, 0xC0, 0x3F);
  }

  @Test
  void typedTensor_ofAnotherClient_isRead() {
    MessageReader request = MessageReader.of(HEX.parseHex(PREDICT));
    request.next();
    request.skip();
    request.next();
    MessageReader entry = request.message();
    entry.next();
    assertThat(entry.text()).isEqualTo("x");
    entry.next();
    Tensor x =
        TensorFlowTensors.read(
            "x", entry.message(), (name, type, shape) -> Tensor.allocate(type, shape));
    assertThat(x.toFloatArray()).containsExactly(1.5f);
  }

  @Test
  void inferRequest_isReadByGeneratedClasses() throws Exception {
    Tensor x = Tensor.of(new String[] {"a", "zwölf"}, 2);
    byte[] bytes =
        Messages.request(new OpenInference(), new ModelName("m", "", ""), Map.of("x", x));
    ModelInferRequest request = ModelInferRequest.parseFrom(bytes);
    assertThat(request.getInputs(0).getDatatype()).isEqualTo("BYTES");
    assertThat(request.getInputs(0).getShapeList()).containsExactly(2L);
    assertThat(request.getRawInputContents(0).toByteArray())
        .containsExactly(1, 0, 0, 0, 'a', 6, 0, 0, 0, 'z', 'w', 0xC3, 0xB6, 'l', 'f');
  }
}
