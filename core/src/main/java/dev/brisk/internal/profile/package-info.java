/** The profiler: which nodes a kernel stands for, what they cost, what binds them, what to do. */
@NullMarked
package dev.brisk.internal.profile;

import org.jspecify.annotations.NullMarked;
