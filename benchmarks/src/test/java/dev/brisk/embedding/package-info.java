/** What an application sees that has Brisk in it: modules, and no network. */
@NullMarked
package dev.brisk.embedding;

import org.jspecify.annotations.NullMarked;
