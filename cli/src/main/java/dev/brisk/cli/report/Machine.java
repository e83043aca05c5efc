package dev.brisk.cli.report;

import java.util.List;

/**
 * Where and how a report was made.
 *
 * @param cpu the processor
 * @param features its instruction sets that matter here
 * @param processors how many threads the process may run at once
 * @param system the operating system
 * @param java the Java runtime
 * @param brisk the version of Brisk
 * @param command the command line
 * @param time when, for people
 */
public record Machine(
    String cpu,
    List<String> features,
    int processors,
    String system,
    String java,
    String brisk,
    String command,
    String time) {}
