package dev.brisk.backend.remote.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.testing.TensorProtos;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferResponse;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.framework.TensorProto;
import tensorflow.serving.Predict;

final class TensorCodecTest {
  private static final Set<ElementType> ABSENT =
      EnumSet.of(
          ElementType.FLOAT8E4M3FNUZ,
          ElementType.FLOAT8E5M2FNUZ,
          ElementType.FLOAT4E2M1,
          ElementType.FLOAT8E8M0,
          ElementType.INT2,
          ElementType.UINT2);

  static Stream<ElementType> types() {
    return EnumSet.complementOf(EnumSet.copyOf(ABSENT)).stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void request_isReadByGeneratedClasses(ElementType type) throws Exception {
    Tensor x = random(type, new Random(1));
    byte[] bytes =
        Messages.request(new TensorFlowServing(), new ModelName("m", "7", ""), Map.of("x", x));
    Predict.PredictRequest request = Predict.PredictRequest.parseFrom(bytes);
    assertThat(request.getModelSpec().getVersion().getValue()).isEqualTo(7);
    expectSame(TensorProtos.read(request.getInputsOrThrow("x")), x);
  }

  @ParameterizedTest
  @MethodSource("types")
  void typedReply_ofGeneratedClasses_isRead(ElementType type) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      Tensor y = random(type, random);
      byte[] bytes = reply(TensorProtos.typed(y));
      Tensor read = Messages.reply(new TensorFlowServing(), bytes, random).get("y");
      expectSame(read, y);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void malformedReply_failsAsSuch(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = reply(TensorProtos.typed(random(ElementType.INT32, random)));
      int count = 1 + random.nextInt(3);
      for (int j = 0; j < count; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      for (Protocol protocol : Protocol.all()) {
        try {
          Messages.reply(protocol, bytes, random);
        } catch (MalformedMessageException | dev.brisk.InvalidInputException e) {
          assertThat(e).hasMessageNotContaining("\n");
        }
      }
    }
  }

  @Test
  void shorterList_repeatsItsLastValue() {
    TensorProto.Builder y = start(1, 4).addFloatVal(1).addFloatVal(2);
    assertThat(read(y).toFloatArray()).containsExactly(1, 2, 2, 2);
    assertThat(read(start(3, 3).addIntVal(-7)).toIntArray()).containsExactly(-7, -7, -7);
    assertThat(read(start(1, 2)).toFloatArray()).containsExactly(0, 0);
    assertThat(read(start(7, 2).addStringVal(ByteString.copyFromUtf8("a"))).toStringArray())
        .containsExactly("a", "a");
  }

  @Test
  void halves_areRead_inBothForms() {
    for (int type : new int[] {14, 19}) {
      Tensor typed = read(start(type, 2).addHalfVal(0x3E00).addHalfVal(0xC000));
      Tensor raw = read(start(type, 2).setTensorContent(bytes("003e00c0")));
      assertThat(typed.toByteArray()).isEqualTo(raw.toByteArray());
    }
    assertThat(read(start(14, 2).setTensorContent(bytes("c03f00c0"))).toFloatArray())
        .containsExactly(1.5f, -2);
  }

  @Test
  void stringsAsMemory_areRead() {
    assertThat(read(start(7, 2).setTensorContent(bytes("02006162"))).toStringArray())
        .containsExactly("ab", "");
  }

  @Test
  void unpackedNumbers_areRead() {
    byte[] tensor = HexFormat.of().parseHex("08031204120208033801" + "3802" + "3803");
    byte[] entry = new byte[tensor.length + 5];
    System.arraycopy(new byte[] {0x0a, 1, 'y', 0x12, (byte) tensor.length}, 0, entry, 0, 5);
    System.arraycopy(tensor, 0, entry, 5, tensor.length);
    byte[] reply = new byte[entry.length + 2];
    reply[0] = 0x0a;
    reply[1] = (byte) entry.length;
    System.arraycopy(entry, 0, reply, 2, entry.length);
    assertThat(Messages.reply(new TensorFlowServing(), reply).get("y").toIntArray())
        .containsExactly(1, 2, 3);
  }

  @Test
  void wrongLengths_areRefused() {
    refused(start(1, 2).setTensorContent(bytes("0000803f")), "8 bytes, but 4 came");
    refused(start(3, 2).addIntVal(1).addIntVal(2).addIntVal(3), "2 elements, but more came");
    refused(start(1, -1).addFloatVal(1), "no size");
    refused(start(20, 1), "element type 20");
  }

  @Test
  void inferReplies_ofBothForms_areRead() {
    ModelInferResponse.InferOutputTensor.Builder output =
        ModelInferResponse.InferOutputTensor.newBuilder()
            .setName("y")
            .setDatatype("INT8")
            .addShape(2);
    ModelInferResponse typed =
        ModelInferResponse.newBuilder()
            .addOutputs(
                output
                    .clone()
                    .setContents(
                        InferTensorContents.newBuilder().addIntContents(-1).addIntContents(2)))
            .build();
    ModelInferResponse raw =
        ModelInferResponse.newBuilder()
            .addOutputs(output)
            .addRawOutputContents(bytes("ff02"))
            .build();
    for (ModelInferResponse reply : new ModelInferResponse[] {typed, raw}) {
      assertThat(Messages.reply(new OpenInference(), reply.toByteArray()).get("y").toIntArray())
          .containsExactly(-1, 2);
    }
    ModelInferResponse mixed = raw.toBuilder().addOutputs(output.clone().setName("z")).build();
    assertThatThrownBy(() -> Messages.reply(new OpenInference(), mixed.toByteArray()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("2 outputs came with 1 raw contents");
    ModelInferResponse half =
        typed.toBuilder()
            .setOutputs(0, typed.getOutputs(0).toBuilder().setDatatype("FP16"))
            .build();
    assertThatThrownBy(() -> Messages.reply(new OpenInference(), half.toByteArray()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("raw form");
    ModelInferResponse few =
        typed.toBuilder().setOutputs(0, typed.getOutputs(0).toBuilder().setShape(0, 3)).build();
    assertThatThrownBy(() -> Messages.reply(new OpenInference(), few.toByteArray()))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("3 elements, but 2 came");
  }

  private static void refused(TensorProto.Builder y, String said) {
    assertThatThrownBy(() -> read(y))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining(said);
  }

  private static TensorProto.Builder start(int type, long... dims) {
    return TensorProto.newBuilder()
        .setDtypeValue(type)
        .setTensorShape(TensorProtos.shape(dev.brisk.Shape.of(dims)));
  }

  private static Tensor read(TensorProto.Builder y) {
    return Messages.reply(new TensorFlowServing(), reply(y.build())).get("y");
  }

  private static byte[] reply(TensorProto y) {
    return Predict.PredictResponse.newBuilder().putOutputs("y", y).build().toByteArray();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static Tensor random(ElementType type, Random random) {
    long[] dims = {1 + random.nextInt(3), 1 + random.nextInt(4)};
    int count = (int) (dims[0] * dims[1]);
    if (type == ElementType.STRING) {
      String[] texts = new String[count];
      for (int i = 0; i < count; i++) {
        texts[i] = "ä".repeat(random.nextInt(4));
      }
      return Tensor.of(texts, dims);
    }
    byte[] bytes = new byte[(int) type.byteSize(count)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length && type == ElementType.BOOL; i++) {
      bytes[i] &= 1;
    }
    if (type.bits() == 4 && count % 2 == 1) {
      bytes[bytes.length - 1] &= 0xF;
    }
    if (type == ElementType.FLOAT32 || type == ElementType.COMPLEX64) {
      for (int i = 3; i < bytes.length; i += 4) {
        bytes[i] &= (byte) 0xBF; // no NaN, whose bits need not survive a float of Java
      }
    }
    return Tensor.ofBytes(type, bytes, dims);
  }

  private static void expectSame(Tensor actual, Tensor expected) {
    assertThat(actual.elementType()).isEqualTo(expected.elementType());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    if (expected.elementType() == ElementType.STRING) {
      assertThat(actual.toStringArray()).isEqualTo(expected.toStringArray());
    } else {
      assertThat(actual.toByteArray()).isEqualTo(expected.toByteArray());
    }
  }
}
