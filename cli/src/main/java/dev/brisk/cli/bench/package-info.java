/** Measures latency and throughput of models, the contenders interleaved. */
@NullMarked
package dev.brisk.cli.bench;

import org.jspecify.annotations.NullMarked;
