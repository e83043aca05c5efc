package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scales_mask;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_zero_points_mask;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/** What a primitive does besides its operator: scales, zero points, and what comes after. */
final class Attributes {
  private final List<int[]> scales = new ArrayList<>();
  private final List<int[]> zeroPoints = new ArrayList<>();
  private final List<Post> posts = new ArrayList<>();

  /** Something done to the result: a function of it, or something with another memory. */
  private record Post(
      int algorithm, float alpha, float beta, @org.jspecify.annotations.Nullable Md other) {}

  /** Scales of an argument, along the dimensions of a mask. */
  void scales(int argument, int mask) {
    scales.add(new int[] {argument, mask});
  }

  /** A zero point of an argument. */
  void zeroPoint(int argument) {
    zeroPoints.add(new int[] {argument, 0});
  }

  /** A function of the result; linear ones in a row become one. */
  void eltwise(int algorithm, float alpha, float beta) {
    Post last = posts.isEmpty() ? null : posts.get(posts.size() - 1);
    boolean linear = algorithm == dnnl.dnnl_eltwise_linear;
    if (last != null && linear && last.algorithm() == dnnl.dnnl_eltwise_linear) {
      posts.set(
          posts.size() - 1,
          new Post(algorithm, last.alpha() * alpha, last.beta() * alpha + beta, null));
    } else {
      posts.add(new Post(algorithm, alpha, beta, null));
    }
  }

  /** Something with another memory; gives what oneDNN calls it. */
  int binary(int algorithm, Md other) {
    posts.add(new Post(algorithm, 0, 0, other));
    return dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * posts.size() | dnnl.DNNL_ARG_SRC_1;
  }

  /** The attributes for as long as the scope lasts. */
  dnnl_primitive_attr handle(Scope scope) {
    dnnl_primitive_attr attr = new dnnl_primitive_attr();
    Status.check(dnnl_primitive_attr_create(attr), "make attributes");
    scope.add(() -> dnnl_primitive_attr_destroy(attr));
    Status.check(
        dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl.dnnl_scratchpad_mode_user),
        "set attributes");
    for (int[] scale : scales) {
      Status.check(dnnl_primitive_attr_set_scales_mask(attr, scale[0], scale[1]), "set scales");
    }
    for (int[] zero : zeroPoints) {
      Status.check(
          dnnl_primitive_attr_set_zero_points_mask(attr, zero[0], zero[1]), "set zero points");
    }
    if (!posts.isEmpty()) {
      Status.check(
          dnnl_primitive_attr_set_post_ops(attr, postOps(scope)), "set what is done to results");
    }
    return attr;
  }

  private dnnl_post_ops postOps(Scope scope) {
    dnnl_post_ops ops = new dnnl_post_ops();
    Status.check(dnnl_post_ops_create(ops), "make attributes");
    scope.add(() -> dnnl_post_ops_destroy(ops));
    for (Post post : posts) {
      Md other = post.other();
      Status.check(
          other == null
              ? dnnl_post_ops_append_eltwise(ops, post.algorithm(), post.alpha(), post.beta())
              : dnnl_post_ops_append_binary(ops, post.algorithm(), other.handle(scope)),
          "set what is done to results");
    }
    return ops;
  }
}
