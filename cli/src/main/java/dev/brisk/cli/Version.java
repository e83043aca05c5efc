package dev.brisk.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version of the command line. */
final class Version implements IVersionProvider {
  /** The version in the jar's manifest, or {@code development}. */
  static String number() {
    String version = Version.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"brisk " + number()};
  }
}
