/** Small JSON texts, read strictly and written. */
@NullMarked
package dev.brisk.internal.json;

import org.jspecify.annotations.NullMarked;
