/**
 * Samples: images and binary records, decoded when they are asked for and made into model inputs.
 */
@NullMarked
package dev.brisk.cli.data;

import org.jspecify.annotations.NullMarked;
