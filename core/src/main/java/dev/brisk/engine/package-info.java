/**
 * The compiler that backends with kernels of their own share: from a model and the shapes of its
 * inputs to a plan, a flat list of prepared calls over one block of memory. A backend brings a
 * {@link dev.brisk.engine.Backend}, and with it the kernels and the layouts that they work on; what
 * it has no kernel for is interpreted.
 */
@NullMarked
package dev.brisk.engine;

import org.jspecify.annotations.NullMarked;
