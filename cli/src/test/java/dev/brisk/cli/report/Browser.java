package dev.brisk.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Chromium without a window, driven by the DevTools protocol. It is looked for on the path; for
 * one thread.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome-headless-shell");
  private static final String LISTENING = "DevTools listening on ";
  private static final long PATIENCE_SECONDS = 60;

  private final ObjectMapper mapper = new ObjectMapper();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final String session;
  private int sent;

  private Browser(Process process, Path profile) throws IOException {
    this.process = process;
    this.profile = profile;
    String address = address(process);
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Receiver(received))
            .join();
    String target =
        call(null, "Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    this.session =
        call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(session, domain + ".enable", Map.of());
    }
  }

  /** A browser where one is installed. */
  static Optional<Browser> start() throws IOException {
    Optional<Path> program = find();
    if (program.isEmpty()) {
      return Optional.empty();
    }
    Path profile = Files.createTempDirectory("brisk-browser");
    Process process =
        new ProcessBuilder(
                program.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return Optional.of(new Browser(process, profile));
    } catch (IOException | RuntimeException e) {
      end(process, profile);
      throw e;
    }
  }

  private static Optional<Path> find() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      for (String name : NAMES) {
        Path program = Path.of(folder, name);
        if (Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  private static String address(Process process) throws IOException {
    BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(LISTENING)) {
        Thread drain = new Thread(() -> lines.lines().forEach(ignored -> {}), "browser-stderr");
        drain.setDaemon(true);
        drain.start();
        return line.substring(LISTENING.length()).strip();
      }
    }
    throw new IOException("The browser ended before it listened");
  }

  /** Shows a page, and waits until it is loaded. */
  void show(Path page, int width, boolean dark) throws IOException {
    complaints.clear();
    String scheme = dark ? "dark" : "light";
    call(
        session,
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    size(width, 800);
    call(session, "Page.navigate", Map.of("url", page.toUri().toString()));
    waitFor("Page.loadEventFired");
    evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(1), 50)))");
  }

  private void size(int width, int height) throws IOException {
    call(
        session,
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** What an expression in the page is worth. */
  JsonNode evaluate(String expression) throws IOException {
    return call(
            session,
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true))
        .path("result")
        .path("value");
  }

  /** What the page wrote to the console, threw, or asked of the network since it was shown. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Writes a picture of the whole page. */
  void picture(Path file) throws IOException {
    int width = evaluate("innerWidth").asInt();
    size(width, evaluate("document.documentElement.scrollHeight").asInt());
    JsonNode picture = call(session, "Page.captureScreenshot", Map.of("format", "png"));
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
  }

  private JsonNode call(@Nullable String to, String method, Map<String, ?> parameters)
      throws IOException {
    int id = ++sent;
    Map<String, Object> message = new TreeMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    if (to != null) {
      message.put("sessionId", to);
    }
    socket.sendText(mapper.writeValueAsString(message), true).join();
    while (true) {
      JsonNode answer = next();
      if (answer.path("id").asInt() == id) {
        if (answer.has("error") || answer.path("result").has("exceptionDetails")) {
          throw new IOException(method + " failed: " + answer);
        }
        return answer.path("result");
      }
    }
  }

  private void waitFor(String event) throws IOException {
    while (!next().path("method").asText().equals(event)) {
      continue;
    }
  }

  /** The next message; events that a page should not cause are kept. */
  private JsonNode next() throws IOException {
    String message;
    try {
      message = received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the browser worked", e);
    }
    if (message == null) {
      throw new IOException("The browser did not answer for " + PATIENCE_SECONDS + " s");
    }
    JsonNode node = mapper.readTree(message);
    String method = node.path("method").asText();
    String url = node.path("params").path("request").path("url").asText();
    boolean away =
        method.equals("Network.requestWillBeSent")
            && !url.startsWith("file:")
            && !url.startsWith("data:");
    if (away
        || method.equals("Runtime.exceptionThrown")
        || method.equals("Runtime.consoleAPICalled")
        || method.equals("Log.entryAdded")) {
      complaints.add(message);
    }
    return node;
  }

  @Override
  public void close() {
    socket.abort();
    end(process, profile);
  }

  /** Its helper processes write to the profile after it has ended, so that they are ended too. */
  private static void end(Process process, Path profile) {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(
        each -> each.onExit().completeOnTimeout(each, PATIENCE_SECONDS, TimeUnit.SECONDS).join());
    delete(profile);
  }

  /** What cannot be deleted stays in the folder for temporary files: no reason to fail. */
  private static void delete(Path profile) {
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      profile.toFile().deleteOnExit();
    }
  }

  /** Puts whole messages in a queue. */
  private static final class Receiver implements WebSocket.Listener {
    private final BlockingQueue<String> queue;
    private final StringBuilder message = new StringBuilder();

    private Receiver(BlockingQueue<String> queue) {
      this.queue = queue;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      message.append(text);
      if (last) {
        queue.add(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
