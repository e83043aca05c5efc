/** Fixtures that the tests of several modules share. */
@NullMarked
package dev.brisk.testing;

import org.jspecify.annotations.NullMarked;
