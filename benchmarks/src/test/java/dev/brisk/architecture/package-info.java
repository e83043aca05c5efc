/** The rules of the architecture, as tests over the classes of every module. */
@NullMarked
package dev.brisk.architecture;

import org.jspecify.annotations.NullMarked;
