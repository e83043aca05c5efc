/** What a command needs of its surroundings: streams, progress, tables, JSON, files. */
@NullMarked
package dev.brisk.cli.terminal;

import org.jspecify.annotations.NullMarked;
