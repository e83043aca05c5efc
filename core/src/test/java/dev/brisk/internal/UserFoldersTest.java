package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UserFoldersTest {
  @Test
  void cache_followsTheSystemsConventions() {
    assertThat(cache(Map.of("XDG_CACHE_HOME", "/x"), "Linux")).isEqualTo("/x/brisk");
    assertThat(cache(Map.of("XDG_CACHE_HOME", "relative"), "Linux"))
        .isEqualTo("/home/me/.cache/brisk");
    assertThat(cache(Map.of(), "Linux")).isEqualTo("/home/me/.cache/brisk");
    assertThat(cache(Map.of(), "Mac OS X")).isEqualTo("/home/me/Library/Caches/brisk");
    assertThat(cache(Map.of("LOCALAPPDATA", "/local"), "Windows 11")).isEqualTo("/local/brisk");
  }

  private static String cache(Map<String, String> environment, String system) {
    Path folder = UserFolders.cache(environment, "/home/me", system);
    return folder.toString();
  }
}
