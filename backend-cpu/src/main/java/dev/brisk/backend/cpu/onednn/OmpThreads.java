package dev.brisk.backend.cpu.onednn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/**
 * How many threads OpenMP uses for what the calling thread asks of oneDNN. Neither oneDNN nor
 * JavaCPP has a function for it, so the one of the loaded OpenMP library is called by a {@link
 * Trampoline}.
 */
final class OmpThreads {
  private static final System.Logger LOG = System.getLogger("dev.brisk.onednn");

  private final long setter;
  private final long getter;

  private OmpThreads(long setter, long getter) {
    this.setter = setter;
    this.getter = getter;
  }

  /** Finds OpenMP's functions in the library that oneDNN loaded. */
  static OmpThreads find() {
    try {
      Path library = library();
      if (library != null && Trampoline.isLoaded()) {
        Loader.loadGlobal(library.toString());
        Pointer setter = Loader.addressof("omp_set_num_threads");
        Pointer getter = Loader.addressof("omp_get_max_threads");
        if (setter != null && getter != null) {
          return new OmpThreads(setter.address(), getter.address());
        }
      }
    } catch (IOException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "the number of threads cannot be set", e);
    }
    return new OmpThreads(0, 0);
  }

  @org.jspecify.annotations.Nullable
  private static Path library() throws IOException {
    java.io.File file =
        Loader.cacheResource(
            dnnl.class, "/org/bytedeco/dnnl/" + OneDnnPresence.platform() + "/libgomp.so.1");
    return file != null && Files.isRegularFile(file.toPath()) ? file.toPath() : null;
  }

  /** Whether the number can be set; else it is what OMP_NUM_THREADS or the processors say. */
  boolean isKnown() {
    return setter != 0;
  }

  /** For the calling thread, from now on. */
  void set(int threads) {
    if (setter != 0) {
      Trampoline.set(setter, threads);
    }
  }

  /** For the calling thread; 0 if that cannot be told. */
  int get() {
    return getter == 0 ? 0 : Trampoline.get(getter);
  }
}
