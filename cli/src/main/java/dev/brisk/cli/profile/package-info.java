/** Shows profiles: as text, and as traces for Perfetto and Chrome. */
@NullMarked
package dev.brisk.cli.profile;

import org.jspecify.annotations.NullMarked;
