/** The contracts that every provider's tests extend. */
@NullMarked
package dev.brisk.conformance;

import org.jspecify.annotations.NullMarked;
