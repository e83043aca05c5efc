/** The demo: the whole job on a bundled model, and what came of it. */
@NullMarked
package dev.brisk.cli.demo;

import org.jspecify.annotations.NullMarked;
