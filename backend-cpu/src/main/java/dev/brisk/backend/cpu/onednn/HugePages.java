package dev.brisk.backend.cpu.onednn;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * Asks Linux to back large blocks by pages of 2 MiB: weights that stream through the caches miss
 * the processor's table of pages less often, and its prefetchers stop at no border of 4 KiB. Only a
 * hint: where it cannot be given, or the system is told to ignore it, all stays as it is.
 */
final class HugePages {
  /** How large such a page is. */
  static final long SIZE = 2L << 20;

  private static final int MADV_HUGEPAGE = 14;
  private static final long ADVISE = find();

  private HugePages() {}

  private static long find() {
    boolean linux = OneDnnPresence.platform().startsWith("linux");
    Pointer function = linux && Trampoline.isLoaded() ? Loader.addressof("madvise") : null;
    return function == null ? 0 : function.address();
  }

  /** Gives the hint for the whole pages of 2 MiB from an address that is a multiple of that. */
  static void advise(long address, long bytes) {
    long whole = bytes / SIZE * SIZE;
    if (ADVISE != 0 && whole > 0) {
      Trampoline.advise(ADVISE, address, whole, MADV_HUGEPAGE);
    }
  }
}
