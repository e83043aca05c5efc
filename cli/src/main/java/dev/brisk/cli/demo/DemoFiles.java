package dev.brisk.cli.demo;

import dev.brisk.cli.config.FileErrors;
import dev.brisk.cli.terminal.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The model, data and task file that the demo runs on: coloured digits, 32 by 32 pixels. */
public final class DemoFiles {
  /** The name of the model's file. */
  static final String MODEL = "digits.onnx";

  private static final String TASK = "digits.json";

  private static final List<String> NAMES =
      List.of(TASK, MODEL, "digits-calibration.bin", "digits-test.bin");

  private DemoFiles() {}

  /** Writes the files to a folder, which is made if need be; gives the task file. */
  public static Path extract(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileErrors.writing(folder, e);
    }
    NAMES.forEach(name -> extract(folder, name));
    return folder.resolve(TASK);
  }

  private static void extract(Path folder, String name) {
    OutputFile.write(
        folder.resolve(name),
        path -> {
          try (InputStream resource = DemoFiles.class.getResourceAsStream(name)) {
            if (resource == null) {
              throw new IllegalStateException("The resource " + name + " is not in the jar");
            }
            Files.copy(resource, path);
          } catch (IOException e) {
            throw FileErrors.writing(folder.resolve(name), e);
          }
        });
  }
}
