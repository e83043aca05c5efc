package dev.brisk.testing;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A class folder made while a test runs: classes compiled from text, and service listings. */
public final class Plugin {
  private final Path folder;

  public Plugin(Path folder) {
    this.folder = folder;
  }

  /** Compiles a class, which may use Brisk and the classes compiled before. */
  public Plugin compile(String className, String source) throws IOException {
    Path file = folder.resolve(className.replace('.', '/') + ".java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath = System.getProperty("java.class.path") + File.pathSeparator + folder;
    int result =
        compiler.run(
            null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), "" + file);
    if (result != 0) {
      throw new IllegalArgumentException("does not compile: " + source);
    }
    return this;
  }

  /** Takes a class away again, so that what uses it cannot be linked. */
  public Plugin remove(String className) throws IOException {
    Files.delete(folder.resolve(className.replace('.', '/') + ".class"));
    return this;
  }

  /** Lists lines for a service. */
  public Plugin list(Class<?> service, String... lines) throws IOException {
    Path file = folder.resolve("META-INF/services").resolve(service.getName());
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(lines));
    return this;
  }

  /** A loader of this folder whose classes see the same Brisk as the test. */
  public URLClassLoader loader() throws MalformedURLException {
    return new URLClassLoader(new URL[] {url()}, Plugin.class.getClassLoader());
  }

  /** A loader of this folder and another Brisk, as if both were on one class path. */
  public URLClassLoader isolated() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    urls.add(url());
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private URL url() throws MalformedURLException {
    return folder.toUri().toURL();
  }

  /** Runs an action with a context class loader. */
  public static <T> T within(ClassLoader context, Callable<T> action) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return action.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
