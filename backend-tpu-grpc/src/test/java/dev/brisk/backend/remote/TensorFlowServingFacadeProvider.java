package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.backend.remote.protocol.TensorFlowServing;
import dev.brisk.backend.remote.testing.FacadeAccelerator;
import dev.brisk.backend.remote.testing.ServedModels;
import dev.brisk.backend.remote.testing.TensorFlowFacade;
import dev.brisk.backend.remote.testing.TestServer;
import dev.brisk.spi.AcceleratorProvider;
import java.util.Map;

/** Brings an accelerator whose server is started with it and gets what is compiled. */
public final class TensorFlowServingFacadeProvider implements AcceleratorProvider {
  @Override
  public String name() {
    return "facade-tfs";
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
    TestServer server = TestServer.start(0, new TensorFlowFacade(models, true).services());
    return new FacadeAccelerator(
        name(),
        models,
        model ->
            new RemoteAccelerator(
                name(),
                new TensorFlowServing(),
                Map.of(Settings.TARGET, "grpc://" + server.address() + "/" + model)));
  }
}
