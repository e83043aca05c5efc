/** The brisk command. */
module dev.brisk.cli {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires dev.brisk.backend.cpu;
  requires dev.brisk.core;
  requires dev.brisk.quantization;
  requires info.picocli;
  requires java.desktop;
  requires jdk.management;
  requires me.tongfei.progressbar;
  requires static org.jspecify;

  opens dev.brisk.cli to
      info.picocli;
}
