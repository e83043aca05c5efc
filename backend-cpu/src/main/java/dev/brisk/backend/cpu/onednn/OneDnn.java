package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import dev.brisk.UnavailableException;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** The loaded library, with its one engine, which stays for the life of the process. */
final class OneDnn {
  private static @Nullable OneDnn loaded;

  private final dnnl_engine engine;
  private final OmpThreads omp;
  private final int threads;
  private final boolean tuning;

  private OneDnn(dnnl_engine engine, OmpThreads omp, int threads, boolean tuning) {
    this.engine = engine;
    this.omp = omp;
    this.threads = threads;
    this.tuning = tuning;
  }

  /** The same for primitives that run on so many threads, if that can be chosen. */
  OneDnn with(int count) {
    int all = Runtime.getRuntime().availableProcessors();
    return new OneDnn(engine, omp, omp.isKnown() ? count : all, false);
  }

  /** The same, with all implementations of each primitive. */
  OneDnn tuning() {
    return new OneDnn(engine, omp, threads, true);
  }

  /** Whether other implementations than the first are wanted, too. */
  boolean isTuning() {
    return tuning;
  }

  /** The number of threads that primitives are made for and run on. */
  int threads() {
    return threads;
  }

  /**
   * Has oneDNN use that number on the calling thread; to be called before primitives are described,
   * made or run, which must agree.
   */
  void prepare() {
    omp.set(threads);
  }

  /**
   * Loads the library once.
   *
   * @throws UnavailableException if that fails
   */
  static synchronized OneDnn load() {
    if (loaded == null) {
      try {
        dnnl_engine engine = new dnnl_engine();
        Status.check(dnnl_engine_create(engine, dnnl_cpu, 0), "start");
        loaded = new OneDnn(engine, OmpThreads.find(), 1, false);
      } catch (LinkageError e) {
        throw new UnavailableException("oneDNN cannot be loaded: " + e, e);
      }
    }
    return loaded;
  }

  dnnl_engine engine() {
    return engine;
  }

  /** Such as {@code 3.13.0}. */
  String version() {
    dnnl_version_t version = dnnl.dnnl_version();
    return version.major() + "." + version.minor() + "." + version.patch();
  }

  /** Whether the processor multiplies bfloat16. */
  boolean hasBFloat16() {
    int isa = dnnl_get_effective_cpu_isa();
    int needed = dnnl.dnnl_cpu_isa_avx512_core_bf16;
    return isa != dnnl.dnnl_cpu_isa_default && (isa & needed) == needed;
  }

  /** The widest instructions that it uses. */
  String instructions() {
    return switch (dnnl_get_effective_cpu_isa()) {
      case dnnl.dnnl_cpu_isa_sse41 -> "SSE4.1";
      case dnnl.dnnl_cpu_isa_avx -> "AVX";
      case dnnl.dnnl_cpu_isa_avx2 -> "AVX2";
      case dnnl.dnnl_cpu_isa_avx2_vnni, dnnl.dnnl_cpu_isa_avx2_vnni_2 -> "AVX2 with VNNI";
      case dnnl.dnnl_cpu_isa_avx512_core -> "AVX-512";
      case dnnl.dnnl_cpu_isa_avx512_core_vnni -> "AVX-512 with VNNI";
      case dnnl.dnnl_cpu_isa_avx512_core_bf16 -> "AVX-512 with VNNI and bfloat16";
      case dnnl.dnnl_cpu_isa_default -> "the processor's own instructions";
      default -> "AVX-512 or better";
    };
  }
}
