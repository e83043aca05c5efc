/** JMH benchmarks: contenders, workloads and the harness around them. */
@NullMarked
package dev.brisk.benchmarks;

import org.jspecify.annotations.NullMarked;
