package dev.brisk.internal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where a user's files have their place. */
public final class UserFolders {
  private UserFolders() {}

  /** What can be made again: {@code brisk} in {@code $XDG_CACHE_HOME} or its equivalent. */
  public static Path cache() {
    return cache(
        System.getenv(), System.getProperty("user.home", ""), System.getProperty("os.name", ""));
  }

  static Path cache(Map<String, String> environment, String home, String system) {
    String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
    String local = environment.getOrDefault("LOCALAPPDATA", "");
    String lower = system.toLowerCase(Locale.ROOT);
    if (!xdg.isEmpty() && Path.of(xdg).isAbsolute()) {
      return Path.of(xdg, "brisk");
    } else if (lower.startsWith("windows") && !local.isEmpty()) {
      return Path.of(local, "brisk");
    } else if (lower.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "brisk");
    }
    return Path.of(home, ".cache", "brisk");
  }
}
