/** What a user of Brisk types: models, tensors, accelerators, executables and quantizers. */
@NullMarked
package dev.brisk;

import org.jspecify.annotations.NullMarked;
