package dev.brisk.backend.cpu;

import dev.brisk.internal.UserFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/**
 * A folder, shared by all processes of a user, to which native libraries are extracted once.
 *
 * <p>Each set of libraries has a folder of its own named by its content. Only the owner can read or
 * write it; one that others could write to is not used. A library is used only if its checksum is
 * right, appears whole by a rename, and is extracted by one process at a time.
 */
final class NativeCache {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path root;

  NativeCache(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** The user's own, which all processes share. */
  static NativeCache ofUser() {
    return new NativeCache(UserFolders.cache().resolve("native"));
  }

  /**
   * The folder that holds the libraries, extracted now if they are not there yet.
   *
   * @throws IOException if the folder cannot be written, is not the owner's alone, or does not
   *     allow what is in it to be executed
   */
  Path folderOf(NativeLibraries libraries) throws IOException {
    Path folder = root.resolve(libraries.contentName());
    if (isComplete(folder, libraries)) {
      return folder;
    }
    createOwned(folder);
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(channel);
      for (NativeLibraries.Library library : libraries.files()) {
        if (!isIntact(folder, library)) {
          extract(folder, library);
        }
      }
    }
    requireExecutable(folder, libraries);
    return folder;
  }

  /** Waits for other processes, and for other class loaders of this one; ends with the channel. */
  private static void lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        channel.lock();
        return;
      } catch (OverlappingFileLockException e) {
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private static boolean isComplete(Path folder, NativeLibraries libraries) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    requireOwned(folder);
    for (NativeLibraries.Library library : libraries.files()) {
      if (!isIntact(folder, library)) {
        return false;
      }
    }
    requireExecutable(folder, libraries);
    return true;
  }

  private static boolean isIntact(Path folder, NativeLibraries.Library library) throws IOException {
    Path file = folder.resolve(library.fileName());
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == library.size()
        && checksum(file) == library.checksum();
  }

  private static long checksum(Path file) throws IOException {
    CRC32 checksum = new CRC32();
    byte[] block = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        checksum.update(block, 0, read);
      }
    }
    return checksum.getValue();
  }

  private static void extract(Path folder, NativeLibraries.Library library) throws IOException {
    Path part = Files.createTempFile(folder, library.fileName(), ".part", ownerOnly(folder));
    try {
      try (InputStream in = library.url().openStream()) {
        Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      }
      restrict(part);
      if (Files.size(part) != library.size() || checksum(part) != library.checksum()) {
        throw new IOException(library.url() + " changed or broke while it was extracted");
      }
      Files.move(part, folder.resolve(library.fileName()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void createOwned(Path folder) throws IOException {
    Path existing = folder;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    Files.createDirectories(folder, ownerOnly(existing));
    requireOwned(folder);
  }

  /** Where Linux shows a process to itself; it has its user as owner. */
  private static final Path SELF = Path.of("/proc/self");

  /** Refuses a folder that belongs to somebody else or that others may write to. */
  private static void requireOwned(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return;
    }
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    if (!OWNER_ONLY.containsAll(permissions)) {
      throw new IOException(
          "%s may be used by others (%s), so libraries in it are not loaded; make it its owner's"
                  .formatted(folder, PosixFilePermissions.toString(permissions))
              + " alone or remove it");
    }
    if (Files.exists(SELF) && uid(folder) != uid(SELF)) {
      throw new IOException(
          folder
              + " belongs to another user than this process runs as, so libraries in it are not"
              + " loaded; set HOME or remove it");
    }
  }

  private static int uid(Path file) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:uid");
  }

  private static void requireExecutable(Path folder, NativeLibraries libraries) throws IOException {
    for (NativeLibraries.Library library : libraries.files()) {
      if (!Files.isExecutable(folder.resolve(library.fileName()))) {
        throw new IOException(folder + " is on a file system from which nothing may be executed");
      }
    }
  }

  private static void restrict(Path file) throws IOException {
    if (isPosix(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path place) throws IOException {
    return isPosix(place)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path existing) throws IOException {
    return Files.getFileStore(existing).supportsFileAttributeView("posix");
  }
}
