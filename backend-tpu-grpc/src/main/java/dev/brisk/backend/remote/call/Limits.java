package dev.brisk.backend.remote.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a call may take.
 *
 * @param deadline from the call of run to its end
 * @param attempts how often a request is sent at most, where connections are lost
 * @param inFlight calls at a time for each host
 * @param hedge after what time a second host gets the request too; null for never, zero for what 95
 *     % of the calls took
 */
public record Limits(Duration deadline, int attempts, int inFlight, @Nullable Duration hedge) {}
