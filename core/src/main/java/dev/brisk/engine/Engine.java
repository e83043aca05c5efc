package dev.brisk.engine;

import dev.brisk.ClosedException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.internal.CallGate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plans of a model for the shapes that its inputs had lately, and instances of them that are
 * ready for the next run. Thread-safe.
 */
final class Engine implements AutoCloseable {
  /** How many shapes are remembered. */
  private static final int MOST_PLANS = 8;

  final CallGate gate = new CallGate();
  private final Model model;
  private final Backend backend;

  /** By the shapes of the inputs, that used last being last. */
  private final Map<Map<String, Shape>, Shelf> shelves = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<Instance> live = new HashSet<>();
  private boolean closed;

  /** A plan, and the instances of it that nobody uses. */
  private static final class Shelf {
    final Plan plan;
    final Deque<Instance> idle = new ArrayDeque<>();
    int lent;

    Shelf(Plan plan) {
      this.plan = plan;
    }
  }

  Engine(Model model, Backend backend) {
    this.model = model;
    this.backend = backend;
  }

  Backend backend() {
    return backend;
  }

  Model model() {
    return model;
  }

  /** An instance for the calling thread alone, to be {@linkplain #giveBack given back}. */
  Instance take(Map<String, Shape> shapes) {
    synchronized (this) {
      requireOpen();
      Shelf shelf = shelf(shapes);
      shelf.lent++;
      Instance idle = shelf.idle.poll();
      if (idle != null) {
        return idle;
      }
      try {
        Instance made = new Instance(shelf.plan, backend);
        live.add(made);
        return made;
      } catch (RuntimeException | Error e) {
        shelf.lent--;
        throw e;
      }
    }
  }

  /** The plan for some shapes, for people. */
  synchronized String describe(Map<String, Shape> shapes) {
    requireOpen();
    return shelf(shapes).plan.describe();
  }

  private void requireOpen() {
    if (closed) {
      throw new ClosedException("This executable is closed; compile the model again");
    }
  }

  private Shelf shelf(Map<String, Shape> shapes) {
    Shelf known = shelves.get(shapes);
    if (known != null) {
      return known;
    }
    Shelf made = new Shelf(Planner.plan(model, shapes, backend));
    shelves.put(Map.copyOf(shapes), made);
    Iterator<Shelf> oldest = shelves.values().iterator();
    while (shelves.size() > MOST_PLANS) {
      Shelf dropped = oldest.next();
      oldest.remove();
      drop(dropped);
    }
    return made;
  }

  private void drop(Shelf shelf) {
    free(shelf.idle);
    if (shelf.lent == 0) {
      shelf.plan.close();
    }
  }

  private void free(Deque<Instance> idle) {
    idle.forEach(
        instance -> {
          live.remove(instance);
          instance.close();
        });
    idle.clear();
  }

  /** Takes an instance back; keeps no more of them than there are processors. */
  synchronized void giveBack(Instance instance) {
    Shelf shelf = null;
    for (Shelf candidate : shelves.values()) {
      if (candidate.plan == instance.plan()) {
        shelf = candidate;
      }
    }
    if (closed || shelf == null) {
      live.remove(instance);
      instance.close();
      closeIfUnused(instance.plan());
      return;
    }
    shelf.lent--;
    if (shelf.idle.size() < Runtime.getRuntime().availableProcessors()) {
      shelf.idle.push(instance);
    } else {
      live.remove(instance);
      instance.close();
    }
  }

  /** Closes a plan that was dropped while it was in use. */
  private void closeIfUnused(Plan plan) {
    if (!closed && live.stream().noneMatch(instance -> instance.plan() == plan)) {
      plan.close();
    }
  }

  /** Waits for the runs in flight, then frees all. */
  @Override
  public void close() {
    gate.close();
    gate.awaitIdle();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      List<Instance> all = new ArrayList<>(live);
      live.clear();
      all.forEach(Instance::close);
      shelves.values().forEach(shelf -> shelf.plan.close());
      shelves.clear();
      backend.close();
    }
  }
}
