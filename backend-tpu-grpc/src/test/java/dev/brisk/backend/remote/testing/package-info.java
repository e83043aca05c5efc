/** Servers for tests, which speak through code that others generated. */
@NullMarked
package dev.brisk.backend.remote.testing;

import org.jspecify.annotations.NullMarked;
