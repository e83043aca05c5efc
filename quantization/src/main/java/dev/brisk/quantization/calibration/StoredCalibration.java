package dev.brisk.quantization.calibration;

import dev.brisk.Calibration;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.StorageException;
import dev.brisk.Tensor;
import dev.brisk.internal.Fingerprint;
import dev.brisk.internal.file.NewFiles;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A calibration as statistics by value, with a few of the samples. What is in it must not be
 * changed.
 *
 * <p>Its file: the magic number, the format's version, the quantizer's name, the model's
 * fingerprint, the number of samples, the number of values, for each value, sorted by name, the
 * name and the statistics, and the samples that are kept.
 */
public final class StoredCalibration implements Calibration {
  private static final long MAGIC = 0x4252_4953_4b43_414cL; // "BRISKCAL"
  private static final int VERSION = 3;

  private final String quantizer;
  private final long fingerprint;
  private final long samples;
  private final SortedMap<String, Histogram> values;
  private final KeptSamples kept;
  private final List<String> warnings;

  /**
   * A calibration.
   *
   * @param quantizer the name of the quantizer it is for
   * @param fingerprint the {@link Fingerprint} of the model it is of
   * @param samples the number of samples
   * @param values the statistics of each value by its name
   * @param kept a few of the samples
   * @param warnings sentences on what went wrong on the way, which are not saved
   */
  public StoredCalibration(
      String quantizer,
      long fingerprint,
      long samples,
      Map<String, Histogram> values,
      KeptSamples kept,
      List<String> warnings) {
    this.quantizer = quantizer;
    this.fingerprint = fingerprint;
    this.samples = samples;
    this.values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    this.kept = kept;
    this.warnings = List.copyOf(warnings);
  }

  /** A calibration of which there is nothing to warn. */
  public StoredCalibration(
      String quantizer,
      long fingerprint,
      long samples,
      Map<String, Histogram> values,
      KeptSamples kept) {
    this(quantizer, fingerprint, samples, values, kept, List.of());
  }

  /** A calibration of a quantizer that needs none. */
  public static StoredCalibration empty(String quantizer, Model model) {
    return new StoredCalibration(
        quantizer, Fingerprint.of(model), 0, Map.of(), new KeptSamples(), List.of());
  }

  /**
   * A calibration that a quantizer was given.
   *
   * @throws InvalidInputException if no quantizer of Brisk made it, or it is of another model
   */
  public static StoredCalibration require(Calibration given, String quantizer, Model model) {
    if (!(given instanceof StoredCalibration stored)) {
      throw new InvalidInputException(
          "Quantizer '%s' needs a calibration that it made, but got %s"
              .formatted(quantizer, given));
    }
    if (stored.fingerprint != Fingerprint.of(model)) {
      throw new InvalidInputException("The %s is of another model than %s".formatted(given, model));
    }
    return stored;
  }

  /** The statistics of a value, or null if it was not observed. */
  public @Nullable Histogram value(String name) {
    return values.get(name);
  }

  /** The statistics by value, sorted by name. */
  public SortedMap<String, Histogram> values() {
    return values;
  }

  /** It with other statistics of some values. */
  public StoredCalibration with(Map<String, Histogram> others) {
    Map<String, Histogram> all = new TreeMap<>(values);
    all.putAll(others);
    return new StoredCalibration(quantizer, fingerprint, samples, all, kept, warnings);
  }

  /** Sentences on what went wrong when it was made. */
  public List<String> warnings() {
    return warnings;
  }

  KeptSamples kept() {
    return kept;
  }

  /** The samples that were kept. */
  public Collection<Map<String, Tensor>> keptSamples() {
    return kept.samples();
  }

  @Override
  public long samples() {
    return samples;
  }

  @Override
  public StoredCalibration merge(Calibration other) {
    if (!(other instanceof StoredCalibration that)
        || !quantizer.equals(that.quantizer)
        || fingerprint != that.fingerprint
        || !values.keySet().equals(that.values.keySet())) {
      throw new InvalidInputException(
          "A calibration can be merged with one of the same model and quantizer only: " + other);
    }
    Map<String, Histogram> merged = new TreeMap<>();
    values.forEach(
        (name, histogram) -> {
          Histogram sum = histogram.copy();
          sum.merge(that.values.getOrDefault(name, new Histogram()));
          merged.put(name, sum);
        });
    KeptSamples both = new KeptSamples();
    both.addAll(kept);
    both.addAll(that.kept);
    List<String> said = new ArrayList<>(warnings);
    said.addAll(that.warnings);
    return new StoredCalibration(
        quantizer, fingerprint, samples + that.samples, merged, both, said);
  }

  @Override
  public void save(Path path) {
    try {
      NewFiles.write(path, channel -> write(Channels.newOutputStream(channel)));
    } catch (IOException e) {
      throw new StorageException(
          "Calibration cannot be written to " + path + ": " + NewFiles.reason(e), e);
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param quantizer the name of the quantizer that it must be for
   */
  public static StoredCalibration load(Path path, String quantizer) {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      StoredCalibration read = read(in, Files.size(path));
      if (!read.quantizer.equals(quantizer)) {
        throw new IOException(
            "it is for quantizer '%s', not '%s'".formatted(read.quantizer, quantizer));
      }
      return read;
    } catch (NoSuchFileException e) {
      throw new StorageException("There is no file " + path + " to read a calibration from", e);
    } catch (EOFException e) {
      throw new StorageException(
          "Calibration cannot be read from " + path + ": the file is cut short", e);
    } catch (IOException e) {
      throw new StorageException(
          "Calibration cannot be read from " + path + ": " + NewFiles.reason(e), e);
    }
  }

  void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream));
    out.writeLong(MAGIC);
    out.writeInt(VERSION);
    out.writeUTF(quantizer);
    out.writeLong(fingerprint);
    out.writeLong(samples);
    out.writeInt(values.size());
    for (Map.Entry<String, Histogram> entry : values.entrySet()) {
      out.writeUTF(entry.getKey());
      entry.getValue().write(out);
    }
    kept.write(out);
    out.flush();
  }

  /** Reads one from a file of so many bytes. */
  static StoredCalibration read(DataInputStream in, long most) throws IOException {
    if (in.readLong() != MAGIC || in.readInt() != VERSION) {
      throw new IOException("it is no calibration of this version");
    }
    String quantizer = in.readUTF();
    long fingerprint = in.readLong();
    long samples = in.readLong();
    int count = in.readInt();
    Map<String, Histogram> values = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      values.put(name, Histogram.read(in));
    }
    if (samples < 0) {
      throw new IOException("its number of samples is negative");
    }
    KeptSamples kept = KeptSamples.read(in, most);
    return new StoredCalibration(quantizer, fingerprint, samples, values, kept, List.of());
  }

  /** Whose it is, and of how many samples and values. */
  @Override
  public String toString() {
    return "calibration for %s of model %016x: %d samples, %d values"
        .formatted(quantizer, fingerprint, samples, values.size());
  }
}
