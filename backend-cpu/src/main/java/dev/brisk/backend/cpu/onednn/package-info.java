/** The accelerator {@code onednn}: plans over the primitives of oneDNN, through JavaCPP. */
@NullMarked
package dev.brisk.backend.cpu.onednn;

import org.jspecify.annotations.NullMarked;
