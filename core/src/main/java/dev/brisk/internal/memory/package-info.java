/** Memory that holds files of any size without copying them. */
@NullMarked
package dev.brisk.internal.memory;

import org.jspecify.annotations.NullMarked;
