package dev.brisk;

import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphVerifier;
import dev.brisk.internal.ModelFormats;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trained model: portable, immutable, savable, not bound to any device.
 *
 * <p>A loaded model's weights are slices of the mapped file: nothing is read before it is used, and
 * there is nothing to close. The file must not be cut short while the model is in use; replacing it
 * by a rename, as {@link #save(Path)} does, is safe. Thread-safe.
 */
public final class Model {
  private final Graph graph;
  private final ModelInfo info;
  private final @Nullable SourceFile source;

  private Model(Graph graph, ModelInfo info, @Nullable SourceFile source) {
    this.graph = graph;
    this.info = info;
    this.source = source;
  }

  /**
   * Loads a model from a file or folder, in whichever format it is.
   *
   * @throws StorageException if it cannot be read
   * @throws InvalidModelException if it holds no valid model of a known format
   */
  public static Model load(Path path) {
    return ModelFormats.load(path);
  }

  /**
   * Loads a model from memory, in whichever format it is, all of it in these bytes.
   *
   * @param bytes the model between position and limit, which stay where they are; a direct buffer
   *     is shared and must not change while the model is in use, any other is copied
   * @throws InvalidModelException if it holds no valid model of a known format, or one whose
   *     weights are partly in files
   */
  public static Model load(ByteBuffer bytes) {
    return ModelFormats.load(bytes, null);
  }

  /**
   * Loads a model from memory whose larger weights are in files, as {@link #load(ByteBuffer)} does.
   *
   * @param folder where the files are that the model names; no other folder is looked into
   * @throws StorageException if a file cannot be read
   * @throws InvalidModelException if it holds no valid model of a known format, or the folder has
   *     not the files
   */
  public static Model load(ByteBuffer bytes, Path folder) {
    return ModelFormats.load(bytes, folder);
  }

  /** A model of a graph; fails with {@link InvalidModelException} if the graph is not valid. */
  public static Model of(Graph graph, ModelInfo info) {
    GraphVerifier.verify(graph, info);
    return new Model(graph, info, null);
  }

  /** For model formats: a model as a file holds it, verified, with the place it came from. */
  public static Model loaded(Graph graph, ModelInfo info, Path source) {
    GraphVerifier.verify(graph, info);
    return new Model(graph, info, SourceFile.of(source));
  }

  /**
   * Writes the model as ONNX. The file appears whole or not at all. What does not fit one file goes
   * to a second one beside it.
   *
   * @throws StorageException if it cannot be written; then nothing is left behind
   */
  public void save(Path path) {
    save(path, SaveOptions.defaults());
  }

  /** As {@link #save(Path)} does, with a say in which weights go to the second file. */
  public void save(Path path, SaveOptions options) {
    ModelFormats.save(this, path, options);
  }

  /** The graph that computes the outputs from the inputs. */
  public Graph graph() {
    return graph;
  }

  /** What the model says besides its graph: versions, operator sets, metadata. */
  public ModelInfo info() {
    return info;
  }

  /** The inputs that a caller gives; initializers that are also inputs are not among them. */
  public List<TensorSpec> inputs() {
    return graph.inputSpecs();
  }

  /** The outputs, in the model's order. */
  public List<TensorSpec> outputs() {
    return graph.outputSpecs();
  }

  /**
   * The file this model was loaded from and still equals; empty once either was changed. Looks at
   * the file's size, time and identity, not its content.
   */
  public Optional<Path> source() {
    return source != null && source.isUnchanged() ? Optional.of(source.path()) : Optional.empty();
  }

  /**
   * How this model is best run here, where a file beside the one it was loaded from says so: {@code
   * NAME.brisk.json}, which {@link TunedModel#save} writes. Empty too, with a warning in the log,
   * where that file is of other bytes of the model or of a machine with other processors, or names
   * an accelerator that cannot run here. Reads the model's file once for its checksum.
   */
  public Optional<Tuning> tuning() {
    return source().flatMap(TuningFile::read);
  }

  /**
   * Makes this model ready to run the way that {@link #tuning} says, else by the best accelerator
   * here with the default options.
   *
   * @throws UnavailableException if no accelerator can run here
   * @throws UnsupportedModelException if the model holds what the accelerator cannot run
   */
  public Executable compile() {
    return tuning()
        .map(tuning -> tuning.compile(this))
        .orElseGet(() -> Accelerators.best().compile(this));
  }

  /** A model with another graph and the same information. */
  public Model withGraph(Graph changed) {
    return changed == graph ? this : of(changed, info);
  }

  /** A model with the same graph and other information. */
  public Model withInfo(ModelInfo changed) {
    return of(graph, changed);
  }

  /** The version of an operator set, 0 if it is not imported; the standard's domain is "". */
  public int opset(String domain) {
    return info.opsets().getOrDefault(domain, 0);
  }

  /** The functions that the model defines for its own use. */
  public List<Function> functions() {
    return info.functions();
  }

  /** The free-form metadata. */
  public Map<String, String> metadata() {
    return info.metadata();
  }

  /** Such as {@code model resnet: image float32[batch,3,32,32] -> logits float32[batch,10]}. */
  @Override
  public String toString() {
    return "model " + graph.name() + ": " + inputs() + " -> " + outputs();
  }
}
