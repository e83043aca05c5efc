package dev.brisk.backend.remote;

import dev.brisk.BriskException;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.StorageException;
import dev.brisk.UnavailableException;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.call.CallException;
import dev.brisk.backend.remote.call.Endpoint;
import dev.brisk.backend.remote.protocol.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Brings a model to its servers as the settings ask for: sends it to those that take models, or
 * writes what is to be deployed where it turns out that they do not have it.
 */
final class Deployment {
  private final Settings settings;
  private final Model model;
  private final String name;

  /** Of a model that servers know by a name. */
  Deployment(Settings settings, Model model, String name) {
    this.settings = settings;
    this.model = model;
    this.name = name;
  }

  /** Refuses settings that make no sense without a model. */
  static void mustNotBeAsked(Settings settings) {
    for (String setting : new String[] {Settings.PUSH, Settings.REPOSITORY}) {
      if (settings.get(setting) != null) {
        throw new InvalidInputException(
            "Setting '%s' is about a model to deploy; compile one with RemoteAccelerators.at"
                .formatted(setting));
      }
    }
  }

  boolean isPushed() {
    return settings.flag(Settings.PUSH);
  }

  /** Has each of the hosts load the model. */
  void push(@Nullable Protocol protocol, Connection connection, String label) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("brisk");
      Path file = folder.resolve(ModelRepository.FILE);
      model.save(file);
      mustBeAlone(file, folder);
      try (FileChannel channel = FileChannel.open(file)) {
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        for (String host : connection.hosts()) {
          push(protocol, connection, host, bytes, label);
        }
      }
    } catch (IOException e) {
      throw new StorageException("The model cannot be written to be sent: " + e, e);
    } finally {
      delete(folder);
    }
  }

  private void mustBeAlone(Path file, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.count() > 1 || Files.size(file) > Integer.MAX_VALUE / 2) {
        throw new UnsupportedModelException(
            "Model '%s' is too large to be sent with setting '%s'; deploy its files"
                .formatted(name, Settings.PUSH));
      }
    }
  }

  private void push(
      @Nullable Protocol protocol,
      Connection connection,
      String host,
      ByteBuffer bytes,
      String label) {
    Endpoint endpoint = connection.open(List.of(host));
    try {
      Protocol spoken = new Inquiry(endpoint, label).spoken(protocol);
      if (!spoken.takesModels()) {
        throw new UnavailableException(
            "%s cannot be sent: the server at %s does not list the extension 'model_repository'; deploy it, or have it written for that with setting '%s'"
                .formatted(label, endpoint, Settings.REPOSITORY));
      }
      String config = new TritonConfig(model, name).json();
      spoken.load(
          endpoint, name, config, ModelRepository.VERSION + "/" + ModelRepository.FILE, bytes);
    } catch (CallException e) {
      throw Failures.inCompile(e, label);
    } finally {
      endpoint.close();
    }
  }

  private static void delete(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new StorageException("The folder " + folder + " cannot be deleted: " + e, e);
    }
  }

  /** The error that a server does not have the model, with what to do about it. */
  BriskException advised(BriskException missing, Protocol spoken) {
    String repository = settings.get(Settings.REPOSITORY);
    if (repository == null) {
      return missing;
    }
    String advice =
        spoken.takesOnnx()
            ? "what to deploy was written to "
                + ModelRepository.write(model, name, Path.of(repository))
            : "%s takes SavedModels, so nothing was written to %s"
                .formatted(spoken.title(), repository);
    return new UnavailableException(missing.getMessage() + "; " + advice, missing);
  }
}
