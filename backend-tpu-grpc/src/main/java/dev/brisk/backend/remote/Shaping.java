package dev.brisk.backend.remote;

import dev.brisk.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What settings say of each request and reply.
 *
 * @param batches the sizes that the server is made for; null for any
 * @param priority the server's own number of an urgency; 0 for its default
 */
record Shaping(ReplySize replySize, @Nullable Batches batches, int priority) {
  static Shaping of(Settings settings, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    int set = settings.number(Settings.MESSAGE_SIZE, 1, Integer.MAX_VALUE - 8, 0);
    String sizes = settings.get(Settings.BATCH_SIZES);
    return new Shaping(
        new ReplySize(inputs, outputs, set),
        sizes == null ? null : Batches.of(sizes, inputs, outputs),
        settings.number(Settings.PRIORITY, 1, Integer.MAX_VALUE, 0));
  }
}
