package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.brisk.UnavailableException;
import dev.brisk.backend.remote.testing.TestServer;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.lite.ProtoLiteUtils;
import io.grpc.stub.ServerCalls;
import org.junit.jupiter.api.Test;

final class TpuUsageTest {
  private static final String SERVICE = "tpu.monitoring.runtime.RuntimeMetricService";

  @Test
  void chips_areTold() {
    try (TestServer server = serve()) {
      assertThat(TpuUsage.at("grpc://" + server.address()))
          .containsExactly(
              new TpuUsage(0, 1e9, 16e9, 62.5), new TpuUsage(1, 2e9, 16e9, Double.NaN));
    }
  }

  @Test
  void serverWithoutTheService_isUnavailable() {
    try (RemoteFixture fixture = new RemoteFixture()) {
      assertThatThrownBy(() -> TpuUsage.at("grpc://" + fixture.address()))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("the TPU runtime at grpc://");
    }
  }

  private static TestServer serve() {
    var marshaller = ProtoLiteUtils.marshaller(UnknownFieldSet.getDefaultInstance());
    return TestServer.start(
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(
                MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(SERVICE + "/GetRuntimeMetric")
                    .setRequestMarshaller(marshaller)
                    .setResponseMarshaller(marshaller)
                    .build(),
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> {
                      String name =
                          request.getField(1).getLengthDelimitedList().get(0).toStringUtf8();
                      observer.onNext(metric(name));
                      observer.onCompleted();
                    }))
            .build());
  }

  private static UnknownFieldSet metric(String name) {
    UnknownFieldSet.Builder metric = UnknownFieldSet.newBuilder();
    metric.addField(1, text(name));
    Field.Builder gauges = Field.newBuilder();
    switch (name) {
      case "tpu.runtime.hbm.memory.usage.bytes" ->
          gauges
              .addLengthDelimited(gauge(0, integer(1_000_000_000L)))
              .addLengthDelimited(gauge(1, integer(2_000_000_000L)));
      case "tpu.runtime.hbm.memory.total.bytes" ->
          gauges
              .addLengthDelimited(gauge(0, integer(16_000_000_000L)))
              .addLengthDelimited(gauge(1, integer(16_000_000_000L)));
      default -> gauges.addLengthDelimited(gauge(0, float64(62.5)));
    }
    metric.addField(3, gauges.build());
    return message(1, metric.build());
  }

  private static ByteString gauge(long chip, UnknownFieldSet value) {
    UnknownFieldSet attribute =
        UnknownFieldSet.newBuilder()
            .addField(1, text("device-id"))
            .mergeFrom(
                message(
                    2,
                    UnknownFieldSet.newBuilder()
                        .addField(3, Field.newBuilder().addVarint(chip).build())
                        .build()))
            .build();
    return UnknownFieldSet.newBuilder()
        .mergeFrom(message(1, attribute))
        .mergeFrom(message(2, UnknownFieldSet.getDefaultInstance()))
        .mergeFrom(message(3, value))
        .build()
        .toByteString();
  }

  private static UnknownFieldSet integer(long value) {
    return UnknownFieldSet.newBuilder()
        .addField(2, Field.newBuilder().addVarint(value).build())
        .build();
  }

  private static UnknownFieldSet float64(double value) {
    return UnknownFieldSet.newBuilder()
        .addField(1, Field.newBuilder().addFixed64(Double.doubleToRawLongBits(value)).build())
        .build();
  }

  private static UnknownFieldSet message(int field, UnknownFieldSet inner) {
    return UnknownFieldSet.newBuilder()
        .addField(field, Field.newBuilder().addLengthDelimited(inner.toByteString()).build())
        .build();
  }

  private static Field text(String value) {
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(value)).build();
  }
}
