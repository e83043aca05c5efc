package dev.brisk.backend.remote.protocol;

/**
 * What a server is asked for.
 *
 * @param name the model's name
 * @param version the version, in digits for TensorFlow Serving or else a label of it; empty for the
 *     server's choice
 * @param signature the signature; empty for the default; of TensorFlow Serving alone
 */
public record ModelName(String name, String version, String signature) {
  /** Such as {@code 'resnet50' version 3}. */
  @Override
  public String toString() {
    return "'" + name + "'" + (version.isEmpty() ? "" : " version " + version);
  }
}
