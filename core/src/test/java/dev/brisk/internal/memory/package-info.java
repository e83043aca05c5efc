@NullMarked
package dev.brisk.internal.memory;

import org.jspecify.annotations.NullMarked;
