package dev.brisk;

import java.time.Duration;

/**
 * What a runtime's kernel took in some runs of a model.
 *
 * @param node the node's name in the compiled model, as the runtime reports it
 * @param kernel the kernel's operator type, such as {@code QLinearConv}
 * @param device what ran it, as the runtime names it
 * @param calls how often it ran
 * @param total the time of all calls together
 */
public record KernelTime(String node, String kernel, String device, long calls, Duration total) {}
