/** Strict reading of JSON configuration: every mistake is named with its file and its key. */
@NullMarked
package dev.brisk.cli.config;

import org.jspecify.annotations.NullMarked;
