@NullMarked
package dev.brisk.internal.file;

import org.jspecify.annotations.NullMarked;
