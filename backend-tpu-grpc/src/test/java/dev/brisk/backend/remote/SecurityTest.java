package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.BriskException;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.backend.remote.testing.Certificates;
import dev.brisk.backend.remote.testing.TensorFlowFacade;
import dev.brisk.backend.remote.testing.TestServer;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.TlsServerCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may talk to whom, and what is sent to prove it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class SecurityTest {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> TENANT =
      Metadata.Key.of("x-tenant", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir static Path folder;
  private static Certificates own;
  private static Certificates clients;

  /** Notes the headers of each call. */
  private static final class Headers implements ServerInterceptor {
    final List<Metadata> seen = Collections.synchronizedList(new ArrayList<>());

    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      seen.add(headers);
      return next.startCall(call, headers);
    }
  }

  private final Headers headers = new Headers();

  @BeforeAll
  static void make() throws Exception {
    own = Certificates.make(folder, "server", "localhost");
    clients = Certificates.make(folder, "client", "client");
  }

  private TestServer serve(ServerCredentials credentials) {
    try (RemoteFixture fixture = new RemoteFixture()) {
      return TestServer.start(
          0, credentials, List.of(headers), new TensorFlowFacade(fixture.models, false).services());
    }
  }

  private static Executable connect(TestServer server, String... settings) {
    CompileOptions options =
        CompileOptions.defaults().with("grpc.tls.authorities", own.certificate().toString());
    for (int i = 0; i < settings.length; i += 2) {
      options = options.with(settings[i], settings[i + 1]);
    }
    return RemoteAccelerators.connect("grpcs://" + server.address() + "/twice", options);
  }

  @Test
  void tls_sendsTokenAndHeaders() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "secret\n");
    ServerCredentials credentials =
        TlsServerCredentials.create(own.certificate().toFile(), own.key().toFile());
    try (TestServer server = serve(credentials);
        Executable executable =
            connect(server, "grpc.token-file", token.toString(), "grpc.header.x-tenant", "a")) {
      assertThat(RemoteFixture.isRight(executable, 4)).isTrue();
      assertThat(headers.seen)
          .allSatisfy(
              one -> {
                assertThat(one.get(AUTHORIZATION)).isEqualTo("Bearer secret");
                assertThat(one.get(TENANT)).isEqualTo("a");
              });
      assertThat(executable.settings().values()).noneMatch(value -> value.contains("secret"));
    }
  }

  @Test
  void serverThatIsNotTrusted_isNotTalkedTo() throws Exception {
    ServerCredentials credentials =
        TlsServerCredentials.create(clients.certificate().toFile(), clients.key().toFile());
    try (TestServer server = serve(credentials)) {
      assertThatThrownBy(() -> connect(server)).isInstanceOf(BriskException.class);
      assertThat(headers.seen).isEmpty();
    }
  }

  @Test
  void serverOfAnotherName_isTrustedWhereItIsSet() throws Exception {
    ServerCredentials credentials =
        TlsServerCredentials.create(clients.certificate().toFile(), clients.key().toFile());
    try (TestServer server = serve(credentials);
        Executable executable =
            connect(
                server,
                "grpc.tls.authorities",
                clients.certificate().toString(),
                "grpc.tls.authority",
                "client")) {
      assertThat(RemoteFixture.isRight(executable, 4)).isTrue();
    }
  }

  @Test
  void mutualTls_needsTheClientsCertificate() throws Exception {
    ServerCredentials credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(own.certificate().toFile(), own.key().toFile())
            .trustManager(clients.certificate().toFile())
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build();
    try (TestServer server = serve(credentials)) {
      try (Executable executable =
          connect(
              server,
              "grpc.tls.certificate",
              clients.certificate().toString(),
              "grpc.tls.key",
              clients.key().toString())) {
        assertThat(RemoteFixture.isRight(executable, 4)).isTrue();
      }
      assertThatThrownBy(() -> connect(server)).isInstanceOf(BriskException.class);
    }
  }
}
