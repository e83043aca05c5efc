package dev.brisk.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the {@code brisk} command. */
@Command(name = "brisk", mixinStandardHelpOptions = true, versionProvider = Main.Version.class)
public final class Main {
  private Main() {}

  /** Runs the command line and exits with its status. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"brisk " + Main.class.getPackage().getImplementationVersion()};
    }
  }
}
