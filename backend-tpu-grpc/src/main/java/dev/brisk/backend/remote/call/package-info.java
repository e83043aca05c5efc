/** Calls of a server within a time: connections, attempts, and what to make of their ends. */
@NullMarked
package dev.brisk.backend.remote.call;

import org.jspecify.annotations.NullMarked;
