package dev.brisk.backend.cpu.onednn;

import dev.brisk.Availability;
import java.util.Locale;

/** Whether oneDNN can run here, judged by what is there without loading it. */
final class OneDnnPresence {
  private OneDnnPresence() {}

  static Availability check() {
    return check(OneDnnPresence.class.getClassLoader(), platform());
  }

  static Availability check(ClassLoader loader, String platform) {
    for (String artifact : new String[] {"javacpp", "dnnl"}) {
      String folder = artifact.equals("dnnl") ? "org/bytedeco/dnnl/" : "org/bytedeco/javacpp/";
      String library = folder + platform + "/" + fileName("jni" + artifact, platform);
      if (loader.getResource(library) == null) {
        return Availability.no(
            "its native library is missing: add org.bytedeco:javacpp and org.bytedeco:dnnl with the"
                + " classifier "
                + platform
                + ", of the versions that brisk-backend-cpu depends on");
      }
    }
    return Availability.yes("oneDNN's libraries for " + platform + " are there");
  }

  private static String fileName(String library, String platform) {
    if (platform.startsWith("windows")) {
      return library + ".dll";
    }
    return "lib" + library + (platform.startsWith("macosx") ? ".dylib" : ".so");
  }

  /** As JavaCPP names it. */
  static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system =
        os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
    String processor =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
    return system + "-" + processor;
  }
}
