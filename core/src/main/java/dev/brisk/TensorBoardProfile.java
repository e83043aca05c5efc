package dev.brisk;

import dev.brisk.internal.file.NewFiles;
import dev.brisk.internal.profile.XSpaceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Puts profiles where TensorBoard's profiler finds them. */
public final class TensorBoardProfile {
  private static final String HOST = "localhost";
  private static final Pattern NAME = Pattern.compile("[\\w-][\\w.-]*");

  private TensorBoardProfile() {}

  /**
   * Writes the measured runs as {@code plugins/profile/RUN/localhost.xplane.pb}, in the format
   * XPlane: a line for the requests and one for each thread that called kernels, with the
   * operations and bytes of each operator.
   *
   * @param folder the folder that TensorBoard is started with ({@code --logdir}); made if need be
   * @param run what the profile is called there: letters, digits, {@code _}, {@code -} and, but at
   *     the beginning, dots
   * @return the file
   * @throws InvalidInputException if the run has another name
   * @throws StorageException if the file cannot be written
   */
  public static Path save(Profile profile, Path folder, String run) {
    if (!NAME.matcher(run).matches()) {
      throw new InvalidInputException(
          "A run's name has letters, digits, '_', '-' and, but at the beginning, dots, but is '%s'"
              .formatted(run));
    }
    Path file =
        folder.resolve("plugins").resolve("profile").resolve(run).resolve(HOST + ".xplane.pb");
    try {
      Files.createDirectories(file.getParent());
      NewFiles.write(file, channel -> XSpaceFile.of(profile, HOST).writeTo(channel));
      return file;
    } catch (IOException e) {
      throw new StorageException("Cannot write " + file + ": " + NewFiles.reason(e), e);
    }
  }
}
