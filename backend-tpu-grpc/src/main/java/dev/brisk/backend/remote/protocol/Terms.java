package dev.brisk.backend.remote.protocol;

/**
 * What a request says beside its tensors, to servers that heed it.
 *
 * @param nanosLeft the time in which the reply is of use
 * @param priority the server's own number of an urgency; 0 for its default
 */
public record Terms(long nanosLeft, int priority) {}
