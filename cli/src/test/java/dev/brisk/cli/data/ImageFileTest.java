package dev.brisk.cli.data;

import static dev.brisk.cli.data.ResizeTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.InvalidInputException;
import dev.brisk.StorageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFileTest {
  @TempDir Path folder;

  @Test
  void read_givesRedGreenBlue() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
    image.setRGB(0, 0, 0x010203);
    image.setRGB(1, 0, 0xfffefd);
    Pixels pixels = ImageFile.read(write(image, "png"));
    assertThat(pixels.channels()).isEqualTo(3);
    assertThat(pixels.data()).isEqualTo(bytes(1, 2, 3, 255, 254, 253));
  }

  @Test
  void read_dropsTransparency() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x80c86432);
    assertThat(ImageFile.read(write(image, "png")).data()).isEqualTo(bytes(200, 100, 50));
  }

  @Test
  void read_givesGrayAsStored() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {10, 100});
    Pixels pixels = ImageFile.read(write(image, "png"));
    assertThat(pixels.channels()).isEqualTo(1);
    assertThat(pixels.data()).isEqualTo(bytes(10, 100));
    assertThat(pixels.toRgb().data()).isEqualTo(bytes(10, 10, 10, 100, 100, 100));
  }

  @Test
  void read_takesPaletteImages() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xff0000);
    assertThat(ImageFile.read(write(image, "gif")).data()).isEqualTo(bytes(255, 0, 0));
  }

  @Test
  void read_takesSixteenBitGray() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x0a80, 0xffff});
    assertThat(ImageFile.read(write(image, "png")).data()).isEqualTo(bytes(10, 255));
  }

  @Test
  void toGray_isLuma() {
    assertThat(new Pixels(2, 1, 3, bytes(255, 0, 0, 255, 255, 255)).toGray().data())
        .isEqualTo(bytes(76, 255));
  }

  @Test
  void read_refusesWhatIsNoImage() throws IOException {
    Path file = Files.writeString(folder.resolve("a.jpg"), "this is no image");
    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + " is not an image; JPEG, PNG, BMP, GIF and TIFF can be read");
  }

  @Test
  void read_refusesImageCutOff() throws IOException {
    for (String format : new String[] {"jpg", "png", "bmp"}) {
      byte[] whole = Files.readAllBytes(write(noise(), format));
      Path half = folder.resolve("half." + format);
      Files.write(half, Arrays.copyOf(whole, whole.length / 2));
      assertThatThrownBy(() -> ImageFile.read(half))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(half.toString());
    }
  }

  @Test
  void read_namesMissingFile() {
    assertThatThrownBy(() -> ImageFile.read(folder.resolve("none.png")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("none.png: there is no such file");
  }

  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < 64 * 64; i++) {
      image.setRGB(i % 64, i / 64, i * 0x9e3779b1);
    }
    return image;
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }
}
