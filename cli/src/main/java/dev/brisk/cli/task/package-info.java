/** Task files: a model with its data, its calibration samples and its metric. */
@NullMarked
package dev.brisk.cli.task;

import org.jspecify.annotations.NullMarked;
