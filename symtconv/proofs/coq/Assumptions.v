(** * What everything here rests on: Coq itself, and nothing else.

    One tuple per file names all that is proved in it.  Coq must answer each command with
    "Closed under the global context": no axiom is used, in the statements or in any proof below them. *)
From Symtconv Require Import Sums Geometry Shapes Convolution Channels Lowering Adjoint OutputPadding
  Polyphase Coverage Im2col Dense Polynomial Programs Terms Claims Reindex Meanings Checks.

Definition Sums_all := (@Sums.ind_and, @Sums.if_ind, @Sums.sum_0, @Sums.sum_S, @Sums.sum_ind, @Sums.sum_ext,
  @Sums.sum_zero, @Sums.sum_add, @Sums.sum_mul, @Sums.sum_swap, @Sums.sum_delta, @Sums.sum_shift,
  @Sums.sum_flip, @Sums.sum_split, @Sums.sum_cut, @Sums.sum_blocks, @Sums.sum_group, @Sums.inside_inb,
  @Sums.inb_length, @Sums.sumb_ext, @Sums.sumb_zero, @Sums.sumb_add, @Sums.sumb_mul, @Sums.sumb_mul_r,
  @Sums.sumb_sum, @Sums.sumb_swap, @Sums.sumb_cut, @Sums.sumb_flat).
Print Assumptions Sums_all.

Definition Geometry_all := (@Geometry.read_is_write, @Geometry.length_identity, @Geometry.length_identity_nd,
  @Geometry.emul_in_bounds, @Geometry.conv_in_bounds, @Geometry.conv_outputs_closed, @Geometry.exact_iff,
  @Geometry.exact_iff_nd, @Geometry.of_conv_exact, @Geometry.composition, @Geometry.composition_nd,
  @Geometry.normalise_exact, @Geometry.whole_exact).
Print Assumptions Geometry_all.

Definition Shapes_all := (@Shapes.residue_range, @Shapes.round_trip, @Shapes.output_padding_unique,
  @Shapes.conv_of_convt, @Shapes.right_inverse, @Shapes.preimage, @Shapes.tf_same, @Shapes.tf_same_cases,
  @Shapes.tf_valid, @Shapes.tf_same_transposed, @Shapes.jax_same, @Shapes.jax_valid, @Shapes.wrong_pad,
  @Shapes.wrong_no_output_padding, @Shapes.wrong_no_dilation, @Shapes.output_padding_from_stride_on).
Print Assumptions Shapes_all.

Definition Convolution_all := (@Convolution.xpad_delta, @Convolution.conv_matrix, @Convolution.row_vector,
  @Convolution.scatter, @Convolution.convT_taps, @Convolution.conv_scale, @Convolution.Cmat_scale,
  @Convolution.convT_scale).
Print Assumptions Convolution_all.

Definition Channels_all := (@Channels.group_range, @Channels.conv_groups_matrix, @Channels.layer_group,
  @Channels.layer_plain).
Print Assumptions Channels_all.

Definition Lowering_all := (@Lowering.sumb_flip, @Lowering.hit_delta, @Lowering.zpad_delta,
  @Lowering.emulation, @Lowering.emulation_groups, @Lowering.emulation_channels, @Lowering.sliding_shape,
  @Lowering.extended_matrix).
Print Assumptions Lowering_all.

Definition Adjoint_all := (@Adjoint.adjoint, @Adjoint.gradient, @Adjoint.dot_sum_l, @Adjoint.dot_sum_r,
  @Adjoint.adjoint_groups, @Adjoint.adjoint_channels, @Adjoint.gradient_groups).
Print Assumptions Adjoint_all.

Definition OutputPadding_all := (@OutputPadding.first_rows, @OutputPadding.normalise_layer,
  @OutputPadding.joins_beyond, @OutputPadding.layer_beyond, @OutputPadding.append_zeros,
  @OutputPadding.layer_delta, @OutputPadding.append_zeros_iff, @OutputPadding.append_not_zeros,
  @OutputPadding.append_zeros_iff_high, @OutputPadding.append_gap).
Print Assumptions OutputPadding_all.

Definition Polyphase_all := (@Polyphase.every_place, @Polyphase.place_unique, @Polyphase.phase_step,
  @Polyphase.phase_shift, @Polyphase.phase_empty, @Polyphase.joins_phase, @Polyphase.phase_delta,
  @Polyphase.polyphase, @Polyphase.polyphase_groups).
Print Assumptions Polyphase_all.

Definition Coverage_all := (@Coverage.sumZ_S, @Coverage.same_residue, @Coverage.count_residue,
  @Coverage.class_of_tap, @Coverage.taps_closed, @Coverage.bezout_pair, @Coverage.taps_balanced,
  @Coverage.count_nonneg, @Coverage.taps_class_0, @Coverage.taps_class_1, @Coverage.coverage,
  @Coverage.taps_product, @Coverage.tapsn_class_0, @Coverage.coverage_nd, @Coverage.ones).
Print Assumptions Coverage_all.

Definition Im2col_all := (@Im2col.conv_im2col, @Im2col.conv_groups_im2col, @Im2col.col2im_transpose,
  @Im2col.convT_col2im, @Im2col.layer_col2im).
Print Assumptions Im2col_all.

Definition Dense_all := (@Dense.dense_shape, @Dense.sum_gaps, @Dense.sumb_fill, @Dense.place_dense,
  @Dense.joins_dense, @Dense.conv_dense, @Dense.Cmat_dense, @Dense.convT_dense).
Print Assumptions Dense_all.

Definition Polynomial_all := (@Polynomial.power_add, @Polynomial.monomial_place,
  @Polynomial.polynomial_product).
Print Assumptions Polynomial_all.

Definition Programs_all := (@Programs.flip_zip, @Programs.read_program, @Programs.lowered_program,
  @Programs.lowered_groups, @Programs.read_forward, @Programs.convolved_program, @Programs.programs_adjoint,
  @Programs.loop_sum, @Programs.scatter_program).
Print Assumptions Programs_all.

Definition Terms_all := (@Terms.box_length, @Terms.total_cons, @Terms.total_app, @Terms.total_flat_map,
  @Terms.total_ext, @Terms.sum_total, @Terms.sumb_total, @Terms.total_filter, @Terms.Cmat_terms,
  @Terms.matrix_terms, @Terms.block_terms, @Terms.lower_terms, @Terms.result_terms,
  @Terms.result_terms_groups).
Print Assumptions Terms_all.

Definition Claims_all := (@Claims.scaled, @Claims.times, @Claims.plus, @Claims.either, @Claims.quotient,
  @Claims.remainder, @Claims.counted_from, @Claims.quotient_moved, @Claims.quotient_known).
Print Assumptions Claims_all.

Definition Reindex_all := (@Reindex.same_eq, @Reindex.cons_inv, @Reindex.sumb_delta, @Reindex.reindex,
  @Reindex.holds_each, @Reindex.by_letters, @Reindex.P19_entries).
Print Assumptions Reindex_all.

Definition Meanings_all := (@Meanings.in_upto, @Meanings.nodup_upto, @Meanings.in_cells, @Meanings.nodup_app,
  @Meanings.nodup_cells, @Meanings.suml_app, @Meanings.suml_ext, @Meanings.suml_map, @Meanings.suml_upto,
  @Meanings.suml_cells, @Meanings.added, @Meanings.written_over, @Meanings.written, @Meanings.eqb2_eq,
  @Meanings.turned, @Meanings.suml_zero, @Meanings.pad_rule, @Meanings.slice_rule, @Meanings.slice_length,
  @Meanings.reverse_rule, @Meanings.split_rule, @Meanings.windows_rule, @Meanings.windows_inside,
  @Meanings.dilate_rule, @Meanings.merge_rule, @Meanings.col2im_rule, @Meanings.sum_rule,
  @Meanings.stack_rule, @Meanings.interleave_rule, @Meanings.offset_closed, @Meanings.offset_later,
  @Meanings.phase_unique, @Meanings.phase_exists, @Meanings.concat_all_rule, @Meanings.part_rule,
  @Meanings.concat_rule, @Meanings.add_rule, @Meanings.scale_rule, @Meanings.leaf_rule, @Meanings.zeros_rule,
  @Meanings.pick_injective, @Meanings.transpose_rule, @Meanings.einsum_rule, @Meanings.product_rule).
Print Assumptions Meanings_all.

Definition Checks_all := (@Checks.plain, @Checks.padded, @Checks.large_a, @Checks.normal, @Checks.whole_3,
  @Checks.negative_lo, @Checks.dilated_taps, @Checks.long_crop, @Checks.added_entry, @Checks.forward,
  @Checks.two_axes, @Checks.two_axes_program, @Checks.two_groups, @Checks.tap_counts, @Checks.phases,
  @Checks.patches, @Checks.filled, @Checks.flat_order, @Checks.written_moved, @Checks.written_twice,
  @Checks.written_behind, @Checks.cells_of_rows).
Print Assumptions Checks_all.
