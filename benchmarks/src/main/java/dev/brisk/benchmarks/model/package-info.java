/** Networks without public weights at hand, built layer by layer with seeded weights. */
@NullMarked
package dev.brisk.benchmarks.model;

import org.jspecify.annotations.NullMarked;
