/** Accelerators behind gRPC: models that run on a server, whatever chip it has. */
@NullMarked
package dev.brisk.backend.remote;

import org.jspecify.annotations.NullMarked;
