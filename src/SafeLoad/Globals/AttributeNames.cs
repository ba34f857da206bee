using System.Text;

namespace SafeLoad.Globals;

/// <summary>
/// Names of attributes whose value something calls: whoever sets them on an object decides what runs when Python, or a method of the
/// object's own class, comes to look for them.
/// </summary>
internal static class AttributeNames
{
    private const string Hooks = """
        __setstate__ __getstate__ __reduce__ __reduce_ex__ __getnewargs__ __getnewargs_ex__ __getinitargs__ __copy__ __deepcopy__
        __call__ __new__ __init__ __post_init__ __del__ __getattr__ __getattribute__ __setattr__ __delattr__ __class__ __setitem__
        __getitem__ __delitem__ __missing__ __contains__ __iter__ __next__ __len__ __hash__ __eq__ __bool__ __int__ __float__ __index__
        __str__ __repr__ __bytes__ __format__ __enter__ __exit__ __array__ __array_interface__ __array_struct__ __array_finalize__
        __array_namespace__ __array_function__ __arrow_array__ __arrow_c_array__
        __arrow_c_schema__ __arrow_c_stream__ __array_ufunc__ __array_wrap__ __cuda_array_interface__ __dlpack__ __torch_function__
        __torch_dispatch__ __tensor_unflatten__
        """;

    // Collected from the sources of every class of the catalogue: what its __new__, __setstate__, __getattr__, __setattr__, __setitem__,
    // __hash__, __eq__, __iter__, __len__, __str__, __repr__ and __del__ call on itself, directly or through another method, and what its
    // __setstate__ calls on members of its state; and what the unpickler and whoever uses the object afterwards call: append, extend,
    // add, keys, items, forward, step, a factory.
    private const string Methods = """
        _DictConfig__set_impl _get_n_features_in
        detach untyped _untyped _untyped_storage as_subclass requires_grad_ numel
        _address_class _align_for_op _align_frame _align_series _append_same_dtype _ascontainer _asindices _assert_safe_casting
        _assign_modules_buffers _attrs_copy _binary_op _binopt _box_func _broadcast_indexes _broadcast_indexes_basic
        _broadcast_indexes_outer _broadcast_indexes_vectorized _build_debug_param_to_name_mapping _build_f _build_params_for_reducer
        _build_replicated_tensor_module _cached_range _calculate_binary_op _categories_match_up_to_permutation _check_closed_matches
        _check_copy_deprecation _check_equals _check_inplace_setting _check_int_address _check_is_chained_assignment_possible
        _check_packed_address _check_setitem_copy _clear_item_cache _cmp_method _coerce_to_array _coerce_to_ndarray _comparison
        _construct_axes_dict _construct_direct _construct_result _constructor _constructor_from_mgr _convert_tolerance _coo_container
        _copy_state_dict _correct_index_params _create_categorical _create_from_codes _csc_container _csr_container _data_cached
        _ddp_init_helper _dereference_node _deserialize_model _dispatch_frame_op _encode_special_floats _encode_with_my_categories
        _ensure_compat_append _ensure_compat_concat _ensure_valid_index _evaluate_custom_resolver _format_and_raise _format_attrs
        _format_data _format_footer _format_native_types _format_parsed_parts _format_space _format_term _format_with_header _formatter
        _from_arraylike _from_backing_data _generate _generate_range _generate_string _get_abs_string_index _get_args _get_attributes_dict
        _get_axis _get_axis_num _get_axis_number _get_block_manager_axis _get_cacher _get_child _get_column_array _get_data_as_items
        _get_flag _get_flag_no_cache _get_impl _get_index_dtype _get_item_by_idx _get_kwargs _get_learning_rate _get_level_indexer
        _get_level_number _get_name _get_node _get_node_flag _get_object_array _get_object_index _get_param_names _get_params _get_parent
        _get_random_seed _get_repr _get_repr_footer _get_root _get_string_slice _get_test_evals _get_time_micros _get_tree_count
        _get_values_repr _getattr_without_heterogeneous_validation _getmaxprint _hash_impl _hook_for_profile _info_repr _insert_many
        _insert_masked_print _internal_get_values _invalid_indexer _ip_int_from_string _is_comparable_to _is_contiguous_or_false _is_copy
        _is_dtype_compat _is_flags_root _is_interpolation _is_missing _is_none _is_optional _is_typed _iset_item_mgr _iset_not_inplace
        _item_key_to_dict _item_key_to_tuple _iter _iter_column_arrays _iter_config_keys_with_heterogeneous_adjustment _iter_ex
        _iter_member_ _key _key_to_attr _lil_container _local_timestamps _log_and_throw _maybe_clear_freq _maybe_convert_freq
        _maybe_convert_setitem_value _maybe_convert_timedelta _maybe_resolve_interpolation _maybe_update_cacher _merge_raw
        _move_list_states_to_cpu _optimizer_step_code _parsed_string_to_bounds _partial_date_slice _partial_td_slice
        _passing_sync_batchnorm_handle _patch_step_function _pop_cache _post_setstate _prepare_indices _prepare_value_to_add
        _process_toarray_args _raise_invalid_value _reindex_with_indexers _remove_keys_not_serialized _replace _replace_vars_and_dims
        _repr_2d _repr_categories _repr_categories_info _repr_fits_horizontal_ _repr_fits_vertical_ _repr_footer _reset_cache
        _reset_identity _resolve_interpolation _resolve_interpolation_from_parse_tree _resolve_key_and_root _resolve_node_interpolation
        _resolve_simple_interpolation _resolve_single _resolve_with_default _result_name _s_validate_and_normalize_key _sanitize_column
        _scalar_binopt _scalar_data_error _set_array _set_arrayXarray _set_arrayXarray_sparse _set_at_index _set_default_statistics
        _set_int _set_intXint _set_item _set_item_frame_value _set_item_impl _set_item_mgr _set_labels _set_levels _set_many _set_name
        _set_names _set_test_evals _set_trained_model_attributes _set_value _set_values _set_with _set_with_engine _setitem_array
        _setitem_check _setitem_frame _setitem_slice _shallow_copy_with_infer _simple_new _string_data_error _string_from_ip_int _swap
        _sync_dist _tidy_repr _to_renamed_dict _unbox_scalar _update_heterogeneous_to_dict_output _update_inplace _update_keys
        _validate_and_convert_interpolation_result _validate_and_normalize_key _validate_dtype _validate_get _validate_indexers
        _validate_indices _validate_listlike _validate_non_optional _validate_not_dereferencing_to_parent _validate_scalar _validate_set
        _validate_set_merge_impl _validate_setitem_value _value _verify_integrity _verify_shard_order _where _with_data _wrap_compute
        _wrap_update _wrap_value_and_set _zero_many add add_module add_vectors align allocate_vecattrs append array as_matrix as_posix
        asarray astype check_format clear close collect compute construct_from_string copy default_factory dict_dtype_to_str extend
        extra_repr filled format_shard_order_str forward free free_network frombytes get getH get_axis_num get_config_dict get_full_key
        get_index get_level_values get_loc get_node get_params getfield getformat getmaxprint getnnz getpalette has_index_for
        has_sorted_indices indexer_at_time insert is_frozen isetitem item items iteritems keys load load_state_dict mapparms most_common
        num_boosted_rounds number_of_edges number_of_nodes pformat pop profile_hook_step prune putpalette register_buffer register_parameter
        remove reshape resolve_parse_tree set_ set_param set_value set_weight_bias setdefault setfield setstate slice_locs sort_indices
        squeeze state_dict step sum_duplicates sync sync_context to_dense to_dict to_diff_dict to_json_string to_string toarray tobytes
        tocoo tocsc tocsr todense transpose unbind unsync update values
        """;

    // As numbers: for those the framework has the dictionary compiled.
    private static readonly Dictionary<string, int> s_kinds = Kinds();

    // Every key of every dict is looked at: few of them are worth a string.
    private static readonly HashSet<int> s_shapes = Shapes();

    /// <summary>What a name says, given as it stands in a pickle: as UTF-8.</summary>
    public static AttributeKind Of(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return AttributeKind.Plain;
        if (name.IndexOf("_hooks"u8) >= 0) return AttributeKind.HookDict;
        if (s_shapes.Contains(Shape(name.Length, (char)name[0], (char)name[^1]))
            && s_kinds.TryGetValue(Encoding.Latin1.GetString(name), out int kind)) return (AttributeKind)kind;
        return name.Length > 4 && name.StartsWith("__"u8) && name.EndsWith("__"u8) ? AttributeKind.Special : AttributeKind.Plain;
    }

    private static int Shape(int length, char first, char last) => (Math.Min(length, 255) << 16) | (first << 8) | last;

    private static HashSet<int> Shapes()
    {
        var shapes = new HashSet<int>();
        foreach (string name in s_kinds.Keys) shapes.Add(Shape(name.Length, name[0], name[^1]));
        return shapes;
    }

    private static Dictionary<string, int> Kinds()
    {
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["__dict__"] = (int)AttributeKind.Attributes,
            ["attribute_map"] = (int)AttributeKind.Attributes,
            ["_modules"] = (int)AttributeKind.PartDict,
            ["_parameters"] = (int)AttributeKind.PartDict,
            ["_buffers"] = (int)AttributeKind.PartDict,
        };
        foreach (string name in Words(Hooks)) kinds.Add(name, (int)AttributeKind.Hook);
        foreach (string name in Words(Methods)) kinds.Add(name, (int)AttributeKind.Method);
        return kinds;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
