/** The contract tests of the provider interfaces, for whoever writes a backend. */
module dev.brisk.conformance {
  requires transitive dev.brisk.core;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
}
