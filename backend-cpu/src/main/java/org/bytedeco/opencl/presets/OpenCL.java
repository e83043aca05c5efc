package org.bytedeco.opencl.presets;

import org.bytedeco.javacpp.annotation.Properties;

/**
 * Stands in for the class of that name that the classes of oneDNN refer to, whose artifact was not
 * published; nothing of OpenCL is used.
 */
@Properties(inherit = org.bytedeco.javacpp.presets.javacpp.class)
public final class OpenCL {
  private OpenCL() {}
}
