/** The search for the best form of a model. */
@NullMarked
package dev.brisk.internal.optimize;

import org.jspecify.annotations.NullMarked;
