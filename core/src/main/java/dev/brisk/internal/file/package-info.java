/** Files that appear whole or not at all. */
@NullMarked
package dev.brisk.internal.file;

import org.jspecify.annotations.NullMarked;
