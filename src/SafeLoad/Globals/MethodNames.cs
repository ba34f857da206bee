namespace SafeLoad.Globals;

/// <summary>Names of methods that classes of the catalogue have and that whoever uses an object calls: a state that replaces one by a class
/// or function makes that be called instead. What the classes call on themselves while a pickle is read stands in
/// <see cref="AttributeNames"/>.</summary>
/// <remarks>Collected from the classes of the catalogue themselves, as PyTorch 1.13, pandas 1.5, scikit-learn 1.2, SciPy 1.10, NumPy 1.24
/// and Python 3.11 have them: every function that the class or its bases define, but for those between double underscores.</remarks>
internal static class MethodNames
{
    private const string Names = """
        _Image__transformer _SortedList__make_cmp _UserList__cast _accum_func _add _add_datetime_arraylike _add_datetimelike_scalar
        _add_dense _add_grad _add_iterable_element _add_nat _add_numeric_operations _add_offset _add_period
        _add_prefix_for_feature_names_out _add_sparse _add_timedelta_arraylike _add_timedeltalike_scalar _addsub_int_array_or_scalar
        _addsub_object_array _adjust_min_max _agg_by_level _allocate_parameter_mem _annealing_cos _annealing_linear _append _apply
        _apply_instance_norm _approx_bound _arg_min_or_max _arg_min_or_max_axis _argmin_argmax _arith_method _as_manager _asdict
        _assert_can_do_setop _assert_tzawareness_compat _backprop _bin_data _binop _bisect _bisect_right _boost _boost_discrete _boost_real
        _box_col_values _box_cox_inverse_tranform _box_cox_optimize _box_values _build_cache _build_graph _build_index _build_y
        _calc_impute _calculate_qparams _call_impl _callback _can_fast_intersect _can_fast_union _can_hold_element
        _can_hold_identifiers_and_holds_name _can_inverse_transform _can_partial_date_slice _can_range_setop _can_transform
        _cast_partial_indexing_scalar _cast_quantile_result _char_ngrams _char_wb_ngrams _check _check_X _check_X_y _check_algorithm_metric
        _check_alpha _check_and_sync_module_buffers _check_bounds_params _check_categories _check_comm_hook _check_compatible_with
        _check_convergence _check_default_group _check_early_stopping_loss _check_early_stopping_scorer _check_feature_names
        _check_fill_value _check_fit _check_fit_params _check_global_requires_backward_grad_sync _check_indexing_error
        _check_indexing_method _check_inf_per_device _check_infrequent_enabled _check_initialized
        _check_inplace_and_allows_duplicate_labels _check_input _check_input_data_shape _check_input_dim _check_inputs
        _check_interaction_cst _check_inverse_transform _check_label_or_level_ambiguity _check_max_features _check_means_parameters
        _check_mkl_vcomp _check_n_features _check_non_neg_array _check_non_zero_input_channels _check_novelty_decision_function
        _check_novelty_fit_predict _check_novelty_predict _check_novelty_score_samples _check_parameters _check_params
        _check_params_vs_input _check_precision_parameters _check_predict_proba _check_proba _check_refit_for_multimetric
        _check_scale_growth_tracker _check_solver _check_stop_words_consistency _check_subparams _check_sync_bufs_post_fwd
        _check_sync_bufs_pre_fwd _check_test_data _check_timedeltalike_freq_compat _check_vocabulary _check_voting _check_w_h
        _check_weights_parameters _checkcovariance_prior_parameter _checker _choose_algorithm _cleanup _clear _clear_reference_block
        _clear_state _clip_with_one_bound _clip_with_scalar _clone_final_estimator _clone_param _collect_probas _combinations _combine
        _combine_frame _combine_histograms _compiled_call_impl _compress_hextets _compute_chunked_score_samples _compute_covariance
        _compute_drop_idx _compute_gram _compute_inverse_components _compute_kernel _compute_loss_grad _compute_lower_bound
        _compute_n_features_outs _compute_oob_predictions _compute_partial_dependence_recursion _compute_proba_from_decision
        _compute_quantization_error _compute_regularization _compute_score_samples _compute_transformed_categories _concat
        _concat_same_type _concatenate_indicator _concatenate_indicator_feature_names_out _concatenate_predictions _consolidate
        _consolidate_check _consolidate_inplace _constrained_optimization _construct_axes_from_arguments _construct_from_derivatives
        _container _conv_forward _convert _convert_can_do_setop _convert_dtypes _convert_slice_indexer _copy _cosine_anneal _count
        _count_level _count_vocab _crop _cs_matrix__get_has_canonical_format _cs_matrix__get_sorted _cs_matrix__set_has_canonical_format
        _cs_matrix__set_sorted _cuda_graph_capture_health_check _data_mask _decision_function _decomp_diag _deduped_data
        _default_broadcast_coalesced _delete _dense_decision_function _dense_fit _dense_predict _dense_predict_proba _deprecate_dti_setop
        _deprecate_mismatched_indexing _deprecated_arg _der _diag_dot _difference _difference_compat _dir_additions _dir_deletions
        _directional_evaluate _disabled _distributed_broadcast_coalesced _div _divide _divide_sparse _downcast_2d _drop_axis
        _drop_from_level _drop_labels_or_levels _drop_level_numbers _dtype_to_subclass _dump _duplicated _e_step _edge_case
        _eigen_decompose_covariance _eigen_decompose_gram _em_step _empty _encode_y _ensure_array _ensure_c_contiguous _ensure_dtype
        _ensure_mutable _equal_values _estimate_log_prob _estimate_log_prob_resp _estimate_log_weights _estimate_means
        _estimate_noise_variance _estimate_precisions _estimate_weighted_log_prob _estimate_weights _estimate_wishart_diag
        _estimate_wishart_full _estimate_wishart_spherical _estimate_wishart_tied _evaluate _exp_range_scale_fn _expand
        _explode_shorthand_ip_string _extended_gcd _extended_shape _fast_intersect _fast_union _ff_block _fill_mask_inplace
        _fill_padding_idx_with_zero _fill_value_matches _filter_indexer_tolerance _finalize _finalize_sample_weight _find_common_rank
        _find_common_type_compat _find_derivatives _find_valid_index _first_fill_value_loc _fit _fit_binary _fit_full _fit_indicator
        _fit_infrequent_category_mapping _fit_inverse_transform _fit_lbfgs _fit_multiclass _fit_one_class _fit_regressor _fit_stage
        _fit_stages _fit_stochastic _fit_transform _fit_transformer _fit_truncated _fold _fold_status _format_duplicate_message
        _format_param _format_results _formatter_func _forward _forward_approximate _forward_impl _forward_pass _forward_pass_fast
        _forward_slow _found_inf_per_device _free_energy _from_arrays _from_categorical_dtype _from_combined _from_datetime64
        _from_factorized _from_fastpath _from_inferred_categories _from_join_target _from_sequence _from_sequence_not_strict
        _from_sequence_of_strings _from_values_or_dtype _fromroots _fromutc _gather_flat_grad _get_abs_corr_mat _get_active_ddp_module
        _get_address_key _get_affinity_matrix _get_agg_axis _get_arrayXarray _get_arrayXint _get_arrayXslice _get_axis_name
        _get_axis_resolvers _get_backward_hooks _get_base_knot_positions _get_best_new_feature_score _get_blocksize _get_bool_data
        _get_checked_instance _get_cleaned_column_resolvers _get_closed_form_lr _get_codes_for_sorting _get_coef _get_coefficients
        _get_columnXarray _get_common_dtype _get_data_subset _get_ddp_logging_data _get_default_index_names _get_delete_freq _get_dtype
        _get_engine_target _get_estimator _get_estimators_indices _get_feature_name_out_for_transformer _get_fill_indexer
        _get_fill_indexer_searchsorted _get_full_log_prob _get_getitem_freq _get_gram _get_grouper_for_level _get_growth_tracker
        _get_hasher _get_in_channels _get_index_resolvers _get_indexer _get_indexer_level_0 _get_indexer_non_comparable
        _get_indexer_pointwise _get_indexer_strict _get_indexer_unique_sides _get_initial_lr _get_insert_freq _get_intXarray _get_intXint
        _get_intXslice _get_item_cache _get_join_freq _get_kernel _get_kernel_params _get_label_or_level_values _get_learning_rate_type
        _get_leaves _get_level_names _get_level_values _get_loc_level _get_loc_single_level_index _get_loss _get_loss_function
        _get_median_predict _get_missing_features_info _get_names _get_nearest_indexer _get_neighbor_feat_idx _get_networks_key
        _get_no_batch_dim _get_norm _get_num_spatial_dims _get_numeric_data _get_oob_predictions _get_ordered_idx _get_parameters
        _get_penalty_type _get_reconciled_name_object _get_row_ranges _get_safe_box _get_scale_async _get_sliceXarray _get_sliceXint
        _get_sliceXslice _get_small_trainset _get_submatrix _get_support_mask _get_tags _get_updates _get_val_at _get_value _get_values
        _get_values_for_loc _get_values_tuple _get_with _getitem _getitem_bool_array _getitem_multilevel _getitem_slice _getxmp
        _global_clustering _gotitem _handle_no_batch_input _has_no_reference _has_no_reference_block _has_same_tz _hstack
        _identify_infrequent _imag _impute_one_feature _indexed_same _inequality _inertia_per_cluster _infer_parameters _init
        _init_centroids _init_coef _init_counters _init_dict _init_is_better _init_latent_vars _init_mgr _init_state _initial_imputation
        _initial_step _initialize _initialize_dict _initialize_parameters _inner_indexer _inplace_method _input_padding
        _insert_update_blklocs_and_blknos _insert_update_mgr_locs _inside_ddp_forward _int _interleave _intersection
        _intersection_non_unique _intersection_unique _intersection_via_get_indexer _ip_int_from_prefix _is_comparable_dtype _is_fitted
        _is_initialized _is_label_or_level_reference _is_label_reference _is_level_reference _is_lexsorted _is_memory_usage_qualified
        _is_multitask _is_recognized_dtype _is_subnet_of _is_valid_local_device _isdst _iset_item _iset_single _islice _iter_indices
        _iter_test_indices _iter_test_masks _ixs _join_compat _join_level _join_monotonic _join_multi _join_non_unique
        _join_via_get_indexer _joint_log_likelihood _kneighbors_reduce_func _lazy_init_scale_growth_tracker _lazy_load_hook _left_indexer
        _left_indexer_unique _limit_features _line _linear_anneal _linear_predictor _load_from_state_dict _load_from_state_dict_script _loc
        _local_reachability_density _log_marginal_likelihood _log_message _log_normalizer _logical_func _logical_method _loss_grad_lbfgs
        _m_step _major_index_fancy _major_slice _make _make_estimator _make_na_block _make_netmask _make_random_matrix _make_selector
        _make_subclass _make_test_folds _make_validation_score_cb _make_validation_split _make_wrapper_subclass _map_drop_idx_to_infrequent
        _map_infrequent_categories _map_values _match_all_reduce_for_bwd_pass _match_unused_params_allreduce _maximum_minimum
        _maybe_cache_changed _maybe_cast_for_get_loc _maybe_cast_indexer _maybe_cast_listlike_indexer _maybe_cast_slice_bound
        _maybe_check_unique _maybe_convert_i8 _maybe_disable_logical_methods _maybe_disallow_fill _maybe_downcast _maybe_mask_result
        _maybe_mask_results _maybe_match_names _maybe_opt_step _maybe_preserve_names _maybe_promote _maybe_squeeze_arg _maybe_utc_convert
        _maybe_warn_non_full_backward_hook _mean_hiddens _memory_usage _method_name _mha_block _min_count_stat_function
        _min_fitting_element _min_max _min_or_max _min_or_max_axis _mini_batch_convergence _minibatch_convergence _minibatch_step _minmax
        _minor_index_fancy _minor_reduce _minor_slice _mode _monotonize_cdf _more_tags _more_validate_params _mpl_repr _mul _mul_dispatch
        _mul_multimatrix _mul_multivector _mul_scalar _mul_sparse_matrix _mul_vector _n_parameters _naive_is_dst _named_members _nbytes
        _needs_i8_conversion _needs_reindex_multi _new _non_linear_param_search _nonrobust_covariance _normalize_axis _num_combinations
        _numel _outer_indexer _output_padding _pad _pad_mixture_dimensions _parallel_args _parallel_func _parse_dtype_strict _parse_hextet
        _parse_octet _parse_subtype _parse_with_reso _partial_fit _partial_tup_index _perplexity_precomp_distr _pos _post_state_dict_hook
        _posterior_mode _pow _power_method _pre_load_state_dict_hook _predict _predict_iterations _predict_proba_lr _predict_recursive
        _prefix_from_ip_int _prefix_from_ip_string _prefix_from_prefix_string _prepare_data _print_iteration_stats
        _print_verbose_msg_init_beg _print_verbose_msg_init_end _print_verbose_msg_iter_end _propagate_mask _protect_consolidate
        _prune_tree _putmask _quantile _radius_neighbors_reduce_func _raise_degree _raise_if_missing _raise_on_1d_array_slice _randbelow
        _randbelow_with_getrandbits _randbelow_without_getrandbits _random_reassign _range_in_self _range_intersect _range_union _rank
        _raw_predict _raw_predict_init _raw_prediction_to_decision _raw_prediction_to_proba _real _record_output_indices _reduce
        _reduce_axis1 _reduce_ex_internal _reduce_lr _register_buffer_comm_hook _register_builtin_comm_hook _register_fused_optim
        _register_load_state_dict_pre_hook _register_state_dict_hook _reindex_axes _reindex_columns _reindex_index _reindex_indexer
        _reindex_multi _reindex_non_unique _reload_exif _remove_dropped_categories _rename _reorder_indexer _replace_coerce
        _replace_columnwise _replace_estimator _replace_regex _replace_single _replicate_for_data_parallel _report_invalid_netmask
        _repr_data_resource_ _repr_html_ _repr_html_inner _repr_latex_ _repr_latex_scalar _repr_latex_term _repr_mimebundle_ _repr_png_
        _repr_pretty_ _require_scalar _require_tuple_int _require_tuple_tuple _reset _reset_cacher _reset_parameters
        _reshape_weight_to_matrix _resize_state _reverse_indexer _reverse_pointer _rmul_dispatch _roots _rotate _round _rsub_dense
        _run_ddp_forward _run_search _sa_block _safe_cast _sample_hiddens _sample_visibles _save_to_state_dict _scalar_from_string _score
        _searchsorted_monotonic _select_best_index _set_as_cached _set_axis _set_axis_name _set_axis_nocheck _set_categories _set_codes
        _set_covariance _set_ddp_runtime_logging_sample_rate _set_dtype _set_intercept _set_is_copy _set_oob_score
        _set_oob_score_and_attributes _set_param _set_parameters _set_params _set_params_and_buffers_to_ignore_for_model _set_self
        _set_static_graph _setdiag _shallow_copy _should_compare _should_partial_index _should_stop _sk_visual_block_
        _sk_visual_block_with_final_estimator _slice _slice_take_blocks_ax0 _slow_forward _solve_W _solve_eigen _solve_eigen_covariance
        _solve_eigen_covariance_intercept _solve_eigen_covariance_no_intercept _solve_eigen_gram _solve_lstsq _solve_svd
        _solve_svd_design_matrix _solve_v_and_rescale _sort_features _sort_levels_monotonic _sparse_decision_function _sparse_fit
        _sparse_multidot_diag _sparse_predict _sparse_predict_proba _split _split_addr_prefix _split_op_result _split_scope_id
        _staged_raw_predict _standardize_dtype _standardize_fill_value _stat_function _stat_function_ddof _str_capitalize _str_casefold
        _str_contains _str_count _str_encode _str_endswith _str_extract _str_find _str_find_ _str_findall _str_fullmatch _str_get
        _str_get_dummies _str_getitem _str_index _str_isalnum _str_isalpha _str_isdecimal _str_isdigit _str_islower _str_isnumeric
        _str_isspace _str_istitle _str_isupper _str_join _str_len _str_lower _str_lstrip _str_map _str_match _str_normalize _str_pad
        _str_partition _str_removeprefix _str_removesuffix _str_repeat _str_replace _str_rfind _str_rindex _str_rpartition _str_rsplit
        _str_rstrip _str_slice _str_slice_replace _str_split _str_startswith _str_strip _str_swapcase _str_term_ascii _str_term_unicode
        _str_title _str_to_dtype_mapping _str_translate _str_upper _str_wrap _sub _sub_datetime_arraylike _sub_datetimelike_scalar
        _sub_dense _sub_nat _sub_period _sub_period_array _sub_sparse _sum_duplicates _summary _svd_decompose_design_matrix _sync_buffers
        _sync_final_model _sync_module_buffers _take _take_with_fill _take_with_is_copy _take_without_fill _time_shift _to_dict_of_blocks
        _transform _transform_col _transform_dense _transform_index _transform_indicator _transform_sparse _triangular2_scale_fn
        _triangular_scale_fn _tsne _unary_method _unbox _union _unnormalized_transform _unpack _unscale_grads_ _unstack
        _unwrap_setitem_indexer _update _update_careful _update_class_log_prior _update_coef_ _update_feature_log_prob
        _update_fitted_transformers _update_inner_stats _update_loose _update_mean_variance _update_names _update_no_improvement_count
        _update_sigma _update_sigma_woodbury _update_terminal_region _update_transformer_list _val _validate _validate_X_predict
        _validate_bc _validate_can_reindex _validate_center_shape _validate_codes _validate_column_callables _validate_comparison_value
        _validate_data _validate_estimator _validate_estimators _validate_fill_value _validate_final_estimator _validate_for_predict
        _validate_frequency _validate_index_level _validate_indexer _validate_input _validate_limit _validate_n_bins _validate_n_categories
        _validate_names _validate_ngram_range _validate_output _validate_parameters _validate_params _validate_positional_slice
        _validate_qmin_qmax _validate_remainder _validate_sample _validate_searchsorted_value _validate_set_axis _validate_shift_value
        _validate_sort_keyword _validate_steps _validate_targets _validate_transformer_weights _validate_transformers _validate_vocabulary
        _validate_y _validate_y_class_weight _validation_error_message _values_for_argsort _values_for_factorize _values_for_rank _view
        _warn_for_unused_params _warn_from_fit_status _warn_mkl_vcomp _weight _weight_bias _with_freq _with_infer _word_ngrams
        _wrap_difference_result _wrap_intersection_result _wrap_joined_index _wrap_ndarray_result _wrap_range_setop _wrap_reduction_result
        _wrap_reindex_result _wrap_setop_result _yeo_johnson_inverse_transform _yeo_johnson_optimize _yeo_johnson_transform abs
        add_categories add_param_group add_prefix add_pruning_method add_relu add_scalar add_suffix address_exclude agg aggregate aic
        align_to all alpha_composite antiderivative any append_subcluster apply apply_mask apply_transparency applymap arcsin arcsinh
        arctan arctanh argmax argmin argsort array_values as_array as_ordered as_unordered asformat asfptype asfreq asof asof_locs assign
        at_time autocorr backfill backward basis basis_element betavariate between between_time bfill bfloat16 bias bic bisect bisect_left
        bisect_right bool boxplot buffers build_analyzer build_preprocessor build_tokenizer byte calculate_qparams capitalize casefold cast
        cat cdf ceil center char check_for_ordered check_forward_args check_forward_hidden check_forward_input check_hidden_size
        check_init_estimator check_input children choice choices clip clone_with_theta close coerce_to_target_dtype column_setitem combine
        combine_first compare compare_networks compute_mask compute_partial_dependence compute_weight conj conjugate consolidate
        constant_to_optimal_zero construct_array_type construct_fast contains convert convert_dtypes convert_sync_batchnorm corr
        correct_covariance corrwith cost_complexity_pruning_path count count_nonzero cov cpu crop cuda cummax cummin cumprod cumsum cutdeg
        day_name decision_function decision_path decode deg2rad degree delete densify dequantize deriv derivative describe design_matrix
        device diag diagonal diff difference disable_fake_quant disable_observer discard div divide divmod dot double draft drop
        drop_duplicates droplevel dropna dst duplicated effect_spread eig eliminate_zeros empty enable_fake_quant enable_observer encode
        endswith ensure_value entropy enumerate_support eq equal_levels equals error_norm eval ewm expand expanding expandtabs explode
        expm1 expovariate external_values factorize fast_xs ffill fillna filter find first first_valid_index fit fit_intercept_only
        fit_predict fit_transform flatten_parameters float floor floordiv format format_map forward_impl forward_packed forward_tensor
        freeze_bn_stats from_array from_arrays from_bernstein_basis from_blocks from_breaks from_codes from_derivatives from_dict
        from_float from_frame from_numpy_dtype from_observed from_params from_power_basis from_pretrained from_product from_range
        from_records from_reference from_spline from_spmatrix from_tuples fromkeys fromroots fromutc gammavariate gather gauss ge
        generate_square_subsequent_mask get_backoff_factor get_bias get_bool_data get_buffer get_child_images get_covariance get_depth
        get_dtypes get_expected_cell_size get_expected_hidden_size get_extra_state get_feature_names_out get_growth_factor
        get_growth_interval get_indexer get_indexer_for get_indexer_non_unique get_init_raw_predictions get_last_lr get_loc_level get_locs
        get_lr get_max_depth get_n_leaf_nodes get_n_leaves get_n_splits get_numeric_data get_parameter get_precision get_qconv get_scale
        get_shape get_slice get_slice_bound get_stop_words get_submodule get_support get_tensor_value get_value get_values get_weight
        getbands getbbox getchannel getcol getcolors getdata getexif getextrema getim getitem_block getitem_block_columns
        getitem_block_index getitem_mgr getpixel getprojection getrow getrowview getstate gibbs gradient gradient_hessian gradient_proba
        groupby grouped_reduce gt half has_samecoef has_samedomain has_sametype has_samewindow has_uninitialized_params head hist histogram
        holds_integer hosts icdf idelete identical identity idxmax idxmin iget iget_values in_y_pred_range in_y_true_range includes index
        indexer_between_time infer_objects info init init_estimator init_gradient_and_hessian initialize_hidden initialize_parameters
        insert_cf_subcluster int integ integrate internal_values interpolate intersection inverse inverse_transform ipu irange is_
        is_ambiguous is_better is_boolean is_categorical is_consolidated is_dtype is_dtype_equal is_enabled is_floating is_integer
        is_interval is_lexsorted is_mixed is_numeric is_object is_pinned is_shared is_stationary is_type_compatible isalnum isalpha isascii
        isdecimal isdigit iset isidentifier isin islice islower isna isnull isnumeric isocalendar isprintable isspace istft istitle isupper
        iteration_ends iterrows itertuples join join_hook kneighbors kneighbors_graph kurt kurtosis last last_valid_index le link linspace
        ljust log1p log_marginal_likelihood log_prob lognormvariate long lookup loss loss_gradient lower lstrip lstsq lt lu mad mahalanobis
        make_block make_block_same_class make_empty make_known_categories_bitsets map mask materialize max maximum mean median melt
        memory_usage merge merge_subcluster min minimum mod mode modules month_name mul mul_scalar multiply named_buffers named_children
        named_modules named_parameters ne negative_gradient new_child nlargest no_sync nonzero norm normalize normalvariate notna notnull
        nsmallest nunique operate_blockwise overlaps pad parallel_apply parameters paretovariate partial_fit partition paste path
        pct_change permute_hidden perplexity pin_memory pipe pivot pivot_table point popitem pow power predict predict_binned
        predict_joint_log_proba predict_log_proba predict_proba print_lr prod product putalpha putdata putmask putpixel quantile quantize
        query rad2deg radd radius_neighbors radius_neighbors_graph randbytes randint randrange rank ravel rdiv rdivmod read_file
        read_module reconstruction_error reduce refine_names register_backward_hook register_comm_hook register_forward_hook
        register_forward_pre_hook register_full_backward_hook register_hook register_load_state_dict_post_hook register_module reindex
        reindex_axis reindex_indexer reindex_like reinforce remap_palette remove_categories remove_unused_categories remove_unused_levels
        removeprefix removesuffix rename rename_ rename_axis rename_categories reorder_categories reorder_levels repeat replace
        replace_list replace_regex replicate requires_grad_ resample reset_bn_parameters reset_cache reset_index reset_min_max_vals
        reset_parameters reset_running_stats reshape_weight_to_matrix resize resize_as restrict reverse reweight_covariance rfind rfloordiv
        right_inverse rindex rint rjust rmod rmul rolling roots rotate round rpartition rpow rsample rsplit rstrip rsub rtruediv sample
        sample_n sample_y save scale scale_fn scatter score score_samples searchsorted seed seek select_dtypes sem set_axis
        set_backoff_factor set_categories set_closed set_codes set_default_validate_args set_epoch set_extra_state set_flags
        set_growth_factor set_growth_interval set_index set_inplace set_levels set_names set_ordered set_output set_params set_shape
        set_values set_weight setdiag setitem setitem_inplace share_memory share_memory_ shift short should_store show shuffle sign sin
        sinh skew slice_indexer slice_shift snap solve sort sort_index sort_values sorted_indices sortlevel sparsify split
        split_and_operate splitlines sqrt stack staged_decision_function staged_predict staged_predict_proba staged_score startswith std
        stft storage storage_type strftime strip sub subnet_of subnets subtract sum supernet supernet_of swapaxes swapcase swaplevel
        symmetric_difference symmetrize_raw_prediction tail take take_nd tan tanh tell thumbnail title to to_2d_mgr to_clipboard to_csv
        to_empty to_excel to_feather to_flat_index to_float to_frame to_gbq to_hdf to_html to_json to_julian_date to_kwargs to_latex
        to_list to_markdown to_native_types to_numpy to_orc to_parquet to_period to_perioddelta to_pickle to_pydatetime to_pytimedelta
        to_records to_series to_sparse_coo to_sql to_stata to_timestamp to_tuples to_xarray to_xml tobitmap tobsr todia todok tolil tolist
        toqimage toqpixmap total_seconds trace train transform translate triangular trigger_stopping trim truediv trunc truncate tshift
        type tz_convert tz_localize tzname unflatten uniform union union_many unique unique_consecutive unscale_ unstack update_bn_stats
        update_dtype update_parameters update_params update_split_subclusters update_terminal_regions upper utcoffset validate_categories
        validate_ordered value_counts values_for_json var verify view vonmisesvariate weibullvariate weight where will_sync_module_buffers
        with_args with_callable_args worker_name xpu xs zero_grad zfill
        """;

    private static readonly Lazy<HashSet<string>> s_names = new(static () => new HashSet<string>(
        Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal));

    /// <summary>Whether a name is one of a method.</summary>
    public static bool Has(string name) => s_names.Value.Contains(name);
}
