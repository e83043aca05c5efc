package dev.brisk.internal.onnx;

import dev.brisk.Model;
import dev.brisk.internal.protobuf.WireMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A model on its way to a runtime that reads ONNX, within this machine. */
public final class ModelTransfer {
  /** Smaller tensors stay in the model's file. */
  private static final long SMALL = 1 << 10;

  private final Model model;
  private final WireMessage whole;

  public ModelTransfer(Model model) {
    this.model = model;
    this.whole = ModelWriter.measure(model, Map.of());
  }

  /** The size of the model in one piece, in bytes. */
  public long size() {
    return whole.size();
  }

  /** The model in one piece, in direct memory; its size must be below 2 GiB. */
  public ByteBuffer inMemory() throws IOException {
    ByteBuffer memory = ByteBuffer.allocateDirect(Math.toIntExact(size()));
    whole.writeTo(memory);
    return memory.flip();
  }

  /**
   * Writes the model to a folder, its weights in a file of their own, from which a runtime can map
   * them one by one; nothing is forced to the disk.
   *
   * @return the model's file
   */
  public Path inFolder(Path folder) throws IOException {
    String data = "weights.data";
    ExternalLayout layout = new ExternalLayout(data, new ModelTensors(model).outside(SMALL));
    WireMessage message = ModelWriter.measure(model, layout.slots());
    write(folder.resolve(data), layout::writeTo);
    Path file = folder.resolve("model.onnx");
    write(file, message::writeTo);
    return file;
  }

  private interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  private static void write(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
    }
  }
}
