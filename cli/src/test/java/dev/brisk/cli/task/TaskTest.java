package dev.brisk.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.BriskException;
import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Sample;
import dev.brisk.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TaskTest {
  private static final String IMAGES =
      """
      {"model": "m.onnx",
       "data": {"format": "images", "folder": "pics", "index": "index.csv", "file": "file",
                "label": "label"},
       "inputs": [{"name": "x", "size": [2, 4]}],
       "calibration": {"every": 2},
       "metric": {"type": "top1", "output": "y"}}
      """;

  private static final String RECORDS =
      """
      {"model": "m.onnx",
       "data": {"format": "records", "files": ["r.bin"],
                "record": [{"name": "label", "type": "uint8"},
                           {"name": "x", "type": "int16", "shape": [2, 2]}]},
       "inputs": [{"name": "x", "type": "float32"}],
       "calibration": {"first": 1},
       "metric": {"type": "top1", "output": "y"}}
      """;

  @TempDir Path folder;

  @BeforeEach
  void data() throws IOException {
    Path pics = Files.createDirectory(folder.resolve("pics"));
    Files.writeString(pics.resolve("index.csv"), "file,label\na.png,3\nb.png,4\nc.png,5\n");
    BufferedImage image = new BufferedImage(4, 2, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 8; i++) {
      image.setRGB(i % 4, i / 4, i << 16 | (10 + i) << 8 | (20 + i));
    }
    ImageIO.write(image, "png", pics.resolve("a.png").toFile());
    ImageIO.write(image.getSubimage(0, 0, 2, 2), "png", pics.resolve("b.png").toFile());
    Files.writeString(pics.resolve("c.png"), "none");
    ByteBuffer records = ByteBuffer.allocate(3 * 9).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 3; i++) {
      records.put((byte) (200 + i));
      for (int j = 0; j < 4; j++) {
        records.putShort((short) (-300 * i + j));
      }
    }
    Files.write(folder.resolve("r.bin"), records.array());
  }

  @Test
  void images_areDecodedWhenAskedFor() throws IOException {
    Task task = read(IMAGES);
    assertThat(task.model()).isEqualTo(folder.resolve("m.onnx"));
    assertThat(task.calibration().size()).isEqualTo(2);
    assertThat(task.evaluation().size()).isEqualTo(1);
    Sample first = task.calibration().get(0);
    assertThat(first.name()).isEqualTo("a.png");
    assertThat(first.label()).hasValue(3);
    Tensor x = tensor(first);
    assertThat(x).hasToString("float32[1,3,2,4]");
    assertThat(x.toFloatArray()).startsWith(0, 1, 2, 3, 4, 5, 6, 7, 10, 11).endsWith(26, 27);
    assertThatThrownBy(() -> task.calibration().get(1))
        .isInstanceOf(BriskException.class)
        .hasMessageContaining("c.png is not an image");
  }

  @Test
  void images_inBgrChannelsLast() throws IOException {
    Task task =
        read(change(IMAGES, "[2, 4]", "[2, 4], \"layout\": \"NHWC\", \"channels\": \"BGR\""));
    Tensor x = tensor(task.calibration().get(0));
    assertThat(x.shape().dims()).containsExactly(1, 2, 4, 3);
    assertThat(x.toFloatArray()).startsWith(20, 10, 0, 21, 11, 1);
  }

  @Test
  void images_inGrayAsBytes() throws IOException {
    Task task =
        read(change(IMAGES, "[2, 4]", "[2, 4], \"channels\": \"GRAY\", \"type\": \"uint8\""));
    Tensor x = tensor(task.calibration().get(0));
    assertThat(x).hasToString("uint8[1,1,2,4]");
    assertThat(x.toIntArray()).startsWith(8, 9); // 0.587 * 10 + 0.114 * 20, one more each pixel
  }

  @Test
  void images_letterboxedStandAtTheTopLeft() throws IOException {
    Task task = read(change(IMAGES, "[2, 4]", "[2, 4], \"fit\": \"letterbox\", \"pad\": 114"));
    Sample narrow = task.evaluation().get(0);
    assertThat(tensor(narrow).toFloatArray()).startsWith(0, 1, 114, 114, 4, 5, 114, 114);
    assertThat(narrow.placement())
        .isEqualTo(new Sample.Placement(1, 1, new Sample.Size(2, 2), new Sample.Size(4, 2)));
  }

  @Test
  void images_areNormalizedByChannel() throws IOException {
    Task task =
        read(
            change(
                IMAGES,
                "[2, 4]",
                "[2, 4], \"scale\": 0.5, \"mean\": [0, 1, 2], \"std\": [1, 2, 4]"));
    float[] x = tensor(task.calibration().get(0)).toFloatArray();
    assertThat(x[3]).isEqualTo(1.5f);
    assertThat(x[8 + 3]).isEqualTo((13 * 0.5f - 1) / 2);
    assertThat(x[16 + 3]).isEqualTo((23 * 0.5f - 2) / 4);
  }

  @Test
  void records_areLittleEndian() throws IOException {
    Task task = read(RECORDS);
    assertThat(task.evaluation().size()).isEqualTo(2);
    Sample second = task.evaluation().get(1);
    assertThat(second.label()).hasValue(202);
    assertThat(tensor(second)).hasToString("float32[1,2,2]");
    assertThat(tensor(second).toFloatArray()).containsExactly(-600, -599, -598, -597);
  }

  @Test
  void records_areScaledByChannel() throws IOException {
    Task task = read(change(RECORDS, "\"float32\"", "\"float32\", \"offset\": [0, 100]"));
    assertThat(tensor(task.calibration().get(0)).toFloatArray()).containsExactly(0, 1, 102, 103);
  }

  @Test
  void records_canBeFedAsIntegersOfAnotherShape() throws IOException {
    Task task = read(change(RECORDS, "\"float32\"", "\"int64\", \"shape\": [4]"));
    Tensor x = tensor(task.calibration().get(0));
    assertThat(x).hasToString("int64[1,4]");
    assertThat(x.toLongArray()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void records_canHaveSkipLimitAndSeveralFiles() throws IOException {
    Task task =
        read(change(RECORDS, "[\"r.bin\"]", "[\"r.bin\", \"r.bin\"], \"skip\": 9, \"limit\": 3"));
    assertThat(task.evaluation().size()).isEqualTo(2);
    assertThat(task.calibration().get(0).label()).hasValue(201);
    assertThat(task.evaluation().get(1).label()).hasValue(201);
  }

  @Test
  void calibration_canHaveDataOfItsOwn() throws IOException {
    String own =
        "{\"data\": "
            + RECORDS.substring(RECORDS.indexOf("{\"format"), RECORDS.indexOf("]}]},") + 4);
    Task task = read(change(RECORDS, "{\"first\": 1}", own.strip().replaceAll(",$", "") + "}"));
    assertThat(task.calibration().size()).isEqualTo(3);
    assertThat(task.evaluation().size()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model\": \"m.onnx\",|| the key \"model\" is missing; it must be a text",
        "\"model\"|\"modle\"| the key \"model\" is missing; it must be a text; there is \"modle\", is that meant to be it?",
        "\"m.onnx\"|7| model is 7, but must be a text that is not empty",
        "\"images\"|\"image\"| data.format is \"image\", but must be one of images, records; did you mean \"images\"?",
        "\"images\"|[]| data.format is an empty list, but must be a text that is not empty",
        "\"file\": \"file\"|\"file\": \"name\"| data.file is \"name\", but must be a column of FOLDER/pics/index.csv, which are file, label",
        "\"label\": \"label\"|\"label\": \"class\"| data.label is \"class\", but must be a column of FOLDER/pics/index.csv, which are file, label",
        "[2, 4]|[2]| inputs[0].size is a list of 1, but must be [height, width]",
        "[2, 4]|[2, 0]| inputs[0].size[1] is 0, but must be a list of whole numbers of at least 1",
        "[2, 4]|[2, 4.5]| inputs[0].size[1] is 4.5, but must be a list of whole numbers of at least 1",
        "[2, 4]|{}| inputs[0].size is an object, but must be a list of whole numbers of at least 1",
        "[2, 4]|[2, 4], \"fit\": \"strech\"| inputs[0].fit is \"strech\", but must be one of stretch, letterbox; did you mean \"stretch\"?",
        "[2, 4]|[2, 4], \"pad\": 256| inputs[0].pad is 256, but must be a whole number from 0 to 255",
        "[2, 4]|[2, 4], \"scale\": [1, 2]| inputs[0] is with 2 values of scale, offset, mean or std, but must be with 1 or as many as there are channels, 3",
        "[2, 4]|[2, 4], \"scale\": \"x\"| inputs[0].scale is \"x\", but must be a number or a list of numbers",
        "[2, 4]|[2, 4], \"mean\": [1, 2, 3], \"std\": [1, 2]| inputs[0].std is a list of 2, but must be a number or a list of 3",
        "[2, 4]|[2, 4], \"std\": 0| inputs[0].std is 0, but must be a number other than 0, or one per channel",
        "[2, 4]|[2, 4], \"offset\": 1, \"mean\": 1| inputs[0].offset is given beside mean or std, but must be left out where those are given",
        "[2, 4]|[2, 4], \"type\": \"float\"| inputs[0].type is \"float\", but must be one of float32, float64, float16, bfloat16, int8, int16, int32, int64, uint8, uint16, uint32, uint64, bool",
        "[2, 4]|[2, 4], \"sise\": 3| there is no key \"inputs[0].sise\"; allowed in inputs[0] are size, pad, name, type, layout, channels, fit, scale, offset, mean, std; did you mean \"size\"?",
        "{\"every\": 2}|{\"every\": 1}| calibration.every is 1, but must be a whole number of at least 2",
        "{\"every\": 2}|{}| the key \"calibration.data\" is missing; it must be an object",
        "{\"every\": 2}|{\"every\": 2, \"first\": 3}| calibration is given several ways, but must be one of every, first, data",
        "{\"every\": 2}|3| calibration is 3, but must be an object",
        "\"top1\"|\"top2\"| metric.type is \"top2\", but must be one of top1, top5, agreement, sqnr, mse, coco_ap; did you mean \"top1\"?",
        "\"output\": \"y\"|\"output\": \"y\", \"boxes\": 1| there is no key \"metric.boxes\"; allowed in metric are type, output",
        "\"metric\"|\"metrics\"| the key \"metric\" is missing; it must be an object; there is \"metrics\", is that meant to be it?",
      })
  void mistakeInImageTask_isNamed(String replaced, String by, String message) {
    assertMistake(IMAGES, replaced, by, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"r.bin\"]|[]| data.files is an empty list, but must be a list of texts that is not empty",
        "[\"r.bin\"]|\"r.bin\"| data.files is \"r.bin\", but must be a list of texts",
        "[\"r.bin\"]|[\"r.bin\"], \"skip\": -1| data.skip is -1, but must be a whole number of at least 0",
        "[\"r.bin\"]|[\"r.bin\"], \"limit\": 0| data.limit is 0, but must be a whole number of at least 1",
        "\"uint8\"|\"float16\"| data.record[0].type is \"float16\", but must be one of uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64; did you mean \"float32\"?",
        "\"name\": \"x\", \"type\": \"float32\"|\"name\": \"z\"| inputs[0].name is \"z\", but must be the name of a field of data.record, which are label, x",
        "\"float32\"|\"float32\", \"shape\": [3]| inputs[0].shape is [3], but must be of as many elements as the field, 4",
        "\"float32\"|\"float32\", \"fit\": \"stretch\"| there is no key \"inputs[0].fit\"; allowed in inputs[0] are name, type, shape, layout, scale, offset, mean, std",
        "\"shape\": [2, 2]|\"shape\": [1073741824]| data.record[1].shape is [1073741824], but must be such that a record takes less than 1 GiB",
        "\"shape\": [2, 2]|\"shape\": [2, 2], \"dims\": 2| there is no key \"data.record[1].dims\"; allowed in data.record[1] are shape, name, type",
        "\"type\": \"uint8\"}|\"type\": \"uint8\", \"shape\": [1, 1, 1, 2]}| data.record is with a label of 2 uint8, but must be with a label of one integer",
      })
  void mistakeInRecordTask_isNamed(String replaced, String by, String message) {
    assertMistake(RECORDS, replaced, by, message);
  }

  private void assertMistake(String task, String replaced, String by, String message) {
    assertThatThrownBy(() -> read(change(task, replaced, by == null ? "" : by)))
        .isInstanceOf(BriskException.class)
        .hasMessage(folder.resolve("task.json") + ": " + message.replace("FOLDER", "" + folder));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "7", "{", "{\"a\": 1, \"a\": 2}", "{} {}", "model: x"})
  void fileThatIsNoJsonObject_isRefused(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BriskException.class)
        .hasMessageStartingWith(folder.resolve("task.json").toString());
  }

  @Test
  void syntaxError_saysWhere() {
    assertThatThrownBy(() -> read("{\n \"model\": x}"))
        .hasMessageContaining("task.json is not valid JSON at line 2, column 11");
  }

  @Test
  void pathThatIsNone_isRefused() {
    assertThatThrownBy(() -> read(change(RECORDS, "m.onnx", "m\\u0000")))
        .isInstanceOf(BriskException.class)
        .hasMessageEndingWith("is no path");
  }

  @Test
  void missingFiles_areNamed() {
    assertThatThrownBy(() -> Task.read(folder.resolve("none.json")))
        .hasMessage("Cannot read " + folder.resolve("none.json") + ": there is no such file");
    assertThatThrownBy(() -> read(change(RECORDS, "r.bin", "q.bin")))
        .hasMessage("Cannot read " + folder.resolve("q.bin") + ": there is no such file");
    assertThatThrownBy(() -> read(change(IMAGES, "index.csv", "no.csv")))
        .hasMessage("Cannot read " + folder.resolve("pics/no.csv") + ": there is no such file");
  }

  @Test
  void recordFileCutOff_isRefused() throws IOException {
    Files.write(folder.resolve("r.bin"), new byte[22]);
    assertThatThrownBy(() -> read(RECORDS))
        .hasMessageEndingWith(
            "r.bin has 22 bytes, which is 2 whole records of 9 bytes and 4 bytes more; it is cut off or data.record does not describe it");
  }

  @Test
  void labelThatIsNoNumber_isRefused() throws IOException {
    Files.writeString(folder.resolve("pics/index.csv"), "file,label\na.png,cat\n");
    assertThatThrownBy(() -> read(IMAGES))
        .hasMessageEndingWith("index.csv, line 2, column label: \"cat\" is not a whole number");
  }

  @ParameterizedTest
  @CsvSource({
    "kws_dscnn_mlperf,100,900",
    "mnist_cntk,100,9900",
    "mobilenet_v1_0.25_224,50,450",
    "resnet20_cifar10,100,10000",
    "transformer_trec,100,500",
    "ultraface_rfb_320,16,48",
    "vww_mobilenet_v1_0.25_96_mlperf,16,48",
    "yolox_nano_416_op13,16,48",
  })
  void taskOfRealModel_isRead(String name, int calibration, int evaluation) {
    Task task = Task.read(SharedFiles.require("tasks/" + name + ".json"));
    assertThat(task.model()).exists();
    assertThat(task.calibration().size()).isEqualTo(calibration);
    assertThat(task.evaluation().size()).isEqualTo(evaluation);
    assertThat(task.evaluation().get(evaluation - 1).inputs().values())
        .allMatch(tensor -> tensor.shape().dim(0) == 1)
        .allMatch(tensor -> tensor.elementType() != ElementType.FLOAT64);
  }

  private static Tensor tensor(Sample sample) {
    Map<String, Tensor> inputs = sample.inputs();
    assertThat(inputs).containsOnlyKeys("x");
    return inputs.get("x");
  }

  private static String change(String task, String replaced, String by) {
    assertThat(task).contains(replaced);
    int at = task.indexOf(replaced);
    return task.substring(0, at) + by + task.substring(at + replaced.length());
  }

  private Task read(String text) throws IOException {
    return Task.read(Files.writeString(folder.resolve("task.json"), text));
  }
}
