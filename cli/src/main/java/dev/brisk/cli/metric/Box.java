package dev.brisk.cli.metric;

/** A rectangle in pixels of an image, from (left, top) to (right, bottom). */
record Box(double left, double top, double right, double bottom) {
  static Box centered(double x, double y, double width, double height) {
    return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  double area() {
    return Math.max(0, right - left) * Math.max(0, bottom - top);
  }

  /** The area that both cover over the area that any of them covers; 0 if they do not meet. */
  double overlap(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double both = width * height;
    return both / (area() + other.area() - both);
  }
}
