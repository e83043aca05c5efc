package dev.brisk.backend.cpu;

import ai.onnxruntime.OnnxValue;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;

/**
 * Starts ONNX Runtime where there is no temporary folder to write to. ONNX Runtime makes one at its
 * start even when it has no use for it, and fails where it cannot; so here its steps are taken one
 * by one, without that one.
 */
final class FolderlessStart {
  private final Class<?> natives;

  private FolderlessStart(Class<?> natives) {
    this.natives = natives;
  }

  /** Loads the libraries from the folder. */
  static void from(Path folder) throws ReflectiveOperationException {
    ClassLoader loader = OnnxValue.class.getClassLoader();
    new FolderlessStart(Class.forName("ai.onnxruntime.OnnxRuntime", true, loader)).start(folder);
  }

  private void start(Path folder) throws ReflectiveOperationException {
    set("libraryDirPathProperty", folder.toString());
    call("load", String.class, "onnxruntime");
    call("load", String.class, "onnxruntime4j_jni");
    Object api = call("initialiseAPIBase", int.class, apiVersion());
    set("ortApiHandle", api);
    set("ortCompileApiHandle", call("initialiseCompileAPIBase", long.class, api));
    set("providers", call("initialiseProviders", long.class, api));
    set("version", method("initialiseVersion").invoke(null));
    set("loaded", true);
  }

  private int apiVersion() throws IllegalAccessException {
    int newest = 0;
    for (Field field : natives.getDeclaredFields()) {
      if (field.getName().startsWith("ORT_API_VERSION_")) {
        field.setAccessible(true);
        newest = Math.max(newest, field.getInt(null));
      }
    }
    return newest;
  }

  private Object call(String name, Class<?> type, Object argument)
      throws ReflectiveOperationException {
    return method(name, type).invoke(null, argument);
  }

  private Method method(String name, Class<?>... types) throws NoSuchMethodException {
    Method method = natives.getDeclaredMethod(name, types);
    method.setAccessible(true);
    return method;
  }

  private void set(String name, Object value) throws ReflectiveOperationException {
    Field field = natives.getDeclaredField(name);
    field.setAccessible(true);
    field.set(null, value);
  }
}
