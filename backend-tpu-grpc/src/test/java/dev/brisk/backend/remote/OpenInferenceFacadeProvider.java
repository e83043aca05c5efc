package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.backend.remote.protocol.OpenInference;
import dev.brisk.backend.remote.testing.FacadeAccelerator;
import dev.brisk.backend.remote.testing.OpenInferenceFacade;
import dev.brisk.backend.remote.testing.ServedModels;
import dev.brisk.backend.remote.testing.TestServer;
import dev.brisk.spi.AcceleratorProvider;
import java.util.Map;

/** Brings an accelerator whose server is started with it and gets what is compiled. */
public final class OpenInferenceFacadeProvider implements AcceleratorProvider {
  @Override
  public String name() {
    return "facade-oip";
  }

  @Override
  public Availability availability() {
    return Availability.yes("runs on a server within the test");
  }

  @Override
  public int priority() {
    return -2000;
  }

  @Override
  public Accelerator open() {
    ServedModels models = new ServedModels();
    TestServer server = TestServer.start(0, new OpenInferenceFacade(models, false));
    return new FacadeAccelerator(
        name(),
        models,
        model ->
            new RemoteAccelerator(
                name(),
                new OpenInference(),
                Map.of(Settings.TARGET, "grpc://" + server.address() + "/" + model)));
  }
}
