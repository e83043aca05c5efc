package dev.brisk.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MemoryLevelTest {
  @TempDir Path folder;

  private void cache(int index, String level, String type, String size) throws IOException {
    Path cache = Files.createDirectory(folder.resolve("index" + index));
    Files.writeString(cache.resolve("level"), level + "\n");
    Files.writeString(cache.resolve("type"), type + "\n");
    Files.writeString(cache.resolve("size"), size + "\n");
  }

  @Test
  void caches_areReadFromTheSystem() throws IOException {
    cache(0, "1", "Data", "32K");
    cache(1, "1", "Instruction", "64K");
    cache(2, "2", "Unified", "512K");
    cache(3, "3", "Unified", "32M");
    assertThat(MemoryLevel.caches(folder))
        .isEqualTo(Map.of(1, 32L << 10, 2, 512L << 10, 3, 32L << 20));
  }

  @Test
  void unreadableCaches_areNone() throws IOException {
    cache(0, "1", "Data", "many");
    assertThat(MemoryLevel.caches(folder)).isEmpty();
    assertThat(MemoryLevel.caches(folder.resolve("absent"))).isEmpty();
  }

  @Test
  void eachLevel_isLargerThanWhatTheOnesBeforeHold() {
    assertThat(MemoryLevel.all(Map.of(1, 32L << 10, 2, 512L << 10, 3, 32L << 20)))
        .containsExactly(
            new MemoryLevel("L2", 128 << 10),
            new MemoryLevel("L3", 8 << 20),
            new MemoryLevel("memory", 96 << 20));
  }

  @Test
  void cacheHardlyLargerThanTheOneBefore_isLeftOut() {
    assertThat(MemoryLevel.all(Map.of(2, 2L << 20, 3, 3L << 20)))
        .containsExactly(new MemoryLevel("L2", 512 << 10), new MemoryLevel("memory", 48 << 20));
  }

  @Test
  void thisMachine_hasMemory() {
    assertThat(MemoryLevel.all()).last().extracting(MemoryLevel::name).isEqualTo("memory");
  }
}
