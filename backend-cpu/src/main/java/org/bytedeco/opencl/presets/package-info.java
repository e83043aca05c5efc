/** What oneDNN's classes need of OpenCL's: a name. */
@NullMarked
package org.bytedeco.opencl.presets;

import org.jspecify.annotations.NullMarked;
