package dev.brisk.internal.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where values may lie. The first level of the caches is left out: what fits into it takes less
 * time than calling an operator.
 *
 * @param name {@code L2}, {@code L3} or {@code memory}
 * @param bytes so many that they surely lie there when they are touched again and again
 */
record MemoryLevel(String name, long bytes) {
  /** Where Linux tells of the caches of the first processor. */
  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");

  private static final long LEAST_MEMORY = 48L << 20;
  private static final long MOST_MEMORY = 384L << 20;

  /** Ascending; of caches of usual sizes where the system does not tell. */
  static List<MemoryLevel> all() {
    Map<Integer, Long> caches = caches(CACHES);
    return all(caches.isEmpty() ? Map.of(2, 512L << 10, 3, 16L << 20) : caches);
  }

  /** Ascending, going by the sizes of the caches by level. */
  static List<MemoryLevel> all(Map<Integer, Long> caches) {
    List<MemoryLevel> levels = new ArrayList<>();
    long inner = 0;
    for (Map.Entry<Integer, Long> cache : new TreeMap<>(caches).entrySet()) {
      long bytes = Math.max(2 * inner, cache.getValue() / 4);
      if (cache.getKey() > 1 && bytes < cache.getValue()) {
        levels.add(new MemoryLevel("L" + cache.getKey(), bytes));
      }
      inner = cache.getValue();
    }
    long memory = Math.max(LEAST_MEMORY, Math.min(MOST_MEMORY, 3 * inner));
    levels.add(new MemoryLevel("memory", memory));
    return levels;
  }

  /** The sizes by level of those that hold data; none where they cannot be read. */
  static Map<Integer, Long> caches(Path folder) {
    Map<Integer, Long> sizes = new TreeMap<>();
    for (int index = 0; Files.isDirectory(folder.resolve("index" + index)); index++) {
      Path cache = folder.resolve("index" + index);
      try {
        if (!read(cache, "type").equals("Instruction")) {
          sizes.put(Integer.parseInt(read(cache, "level")), size(read(cache, "size")));
        }
      } catch (IOException | NumberFormatException e) {
        return Map.of();
      }
    }
    return sizes;
  }

  private static String read(Path cache, String fact) throws IOException {
    return Files.readString(cache.resolve(fact)).strip();
  }

  private static long size(String text) {
    long number = Long.parseLong(text.substring(0, Math.max(0, text.length() - 1)));
    return switch (text.charAt(text.length() - 1)) {
      case 'K' -> number << 10;
      case 'M' -> number << 20;
      default -> throw new NumberFormatException(text);
    };
  }
}
